/* The examples of answers in the document of the Face Attendance System, by operation. Placeholders of ours are not among them. */
const token = 'eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9...';
const employee = { id: 1, employee_id: 'FAC001', name: 'John Doe', department: 'Computer Science' };

export const answers: Readonly<Record<string, unknown>> = {
  'POST /auth/login/': {
    access: token,
    refresh: token,
    user: { id: 1, email: 'user@example.com', role: 'faculty', first_name: 'John', last_name: 'Doe' },
  },
  'GET /users/': {
    count: 4250,
    next: 'https://yourdomain.com/api/v1/users/?page=2',
    previous: null,
    results: [
      {
        id: 1,
        employee_id: 'FAC001',
        email: 'john.doe@college.edu',
        first_name: 'John',
        last_name: 'Doe',
        role: 'faculty',
        department: 'Computer Science',
        is_active: true,
        created_at: '2024-01-15T10:30:00Z',
        last_login: '2024-03-15T08:45:00Z',
        face_enrolled: true,
      },
    ],
  },
  'POST /face/enroll/': {
    task_id: 'enroll_a1b2c3d4',
    status: 'queued',
    message: 'Face enrollment task queued successfully',
  },
  'GET /face/enroll/status/{task_id}/': {
    task_id: 'enroll_a1b2c3d4',
    status: 'completed',
    result: {
      success: true,
      faces_detected: 3,
      quality_scores: [0.92, 0.89, 0.94],
      template_created: true,
      message: 'Face template created successfully',
    },
    processing_time: 2.34,
  },
  'POST /face/verify/': { task_id: 'verify_b2c3d4e5', status: 'queued', estimated_time: 1.5 },
  'GET /face/verify/status/{task_id}/': {
    task_id: 'verify_b2c3d4e5',
    status: 'completed',
    result: {
      recognized: true,
      employee_id: 'FAC001',
      name: 'John Doe',
      confidence: 0.97,
      similarity_score: 0.92,
      is_live: true,
      anti_spoof_score: 0.98,
      attendance_logged: true,
      timestamp: '2024-03-15T08:45:23Z',
    },
    processing_time: 0.89,
  },
  'GET /attendance/logs/': {
    count: 1250,
    results: [
      {
        id: 12345,
        employee,
        timestamp: '2024-03-15T08:45:23Z',
        camera: { id: 'CAM001', name: 'Main Entrance', location: 'Building A' },
        confidence: 0.97,
        verification_time: 0.89,
      },
    ],
  },
  'GET /attendance/summary/': {
    period: 'daily',
    date: '2024-03-15',
    total_attendances: 3847,
    unique_persons: 3521,
    departments: { 'Computer Science': 847 },
    hourly_distribution: { '08:00': 1247 },
  },
  'GET /cameras/': {
    results: [
      {
        id: 'CAM001',
        name: 'Main Entrance',
        location: 'Building A - Ground Floor',
        ip_address: '192.168.1.100',
        rtsp_url: 'rtsp://192.168.1.100:554/stream',
        status: 'online',
        last_seen: '2024-03-15T08:50:00Z',
        resolution: '1920x1080',
        fps: 30,
        is_active: true,
      },
    ],
  },
  'GET /cameras/{camera_id}/health/': {
    camera_id: 'CAM001',
    status: 'online',
    uptime: '48 hours',
    last_frame: '2024-03-15T08:50:15Z',
    quality_score: 0.92,
    bandwidth_usage: '2.3 Mbps',
    error_count: 0,
  },
  'GET /reports/attendance/': {
    report_id: 'RPT_20240315_001',
    generated_at: '2024-03-15T09:00:00Z',
    period: 'monthly',
    date_range: '2024-02-01 to 2024-02-29',
    total_employees: 4250,
    attendance_rate: 0.94,
    department_stats: {
      'Computer Science': { total_employees: 1250, attendance_rate: 0.96, avg_daily_attendance: 1198 },
    },
  },
  'GET /reports/analytics/real-time/': {
    current_occupancy: 2847,
    today_attendance: 3521,
    peak_hour: '09:00',
    avg_processing_time: 0.94,
    system_health: {
      api_response_time: 0.15,
      ai_worker_status: 'healthy',
      database_connections: 45,
      queue_size: 12,
    },
    camera_status: { online: 28, offline: 2, errors: 0 },
  },
  'GET /reports/patterns/': {
    daily_patterns: {
      monday: { avg_attendance: 3847, peak_hour: '09:00' },
      tuesday: { avg_attendance: 3921, peak_hour: '09:00' },
    },
    seasonal_trends: { spring: 0.94, summer: 0.67, fall: 0.92, winter: 0.89 },
    predictions: { next_week_attendance: 18547, confidence: 0.87 },
  },
  'GET /system/health/': {
    status: 'healthy',
    timestamp: '2024-03-15T09:00:00Z',
    services: {
      database: { status: 'healthy', response_time: 0.05 },
      redis: { status: 'healthy', memory_usage: '45%' },
      rabbitmq: { status: 'healthy', queue_size: 12 },
      ai_workers: { status: 'healthy', active_workers: 4 },
    },
    performance: { avg_api_response_time: 0.15, requests_per_minute: 342, error_rate: 0.001 },
  },
  'GET /system/metrics/': {
    cpu_usage: 0.65,
    memory_usage: 0.78,
    disk_usage: 0.45,
    network_io: { bytes_sent: 1_024_000_000, bytes_received: 2_048_000_000 },
    face_processing: { total_processed: 25847, avg_processing_time: 0.94, success_rate: 0.997 },
  },
  'GET /security/audit-logs/': {
    results: [
      {
        id: 12345,
        timestamp: '2024-03-15T08:45:23Z',
        action: 'face_verification',
        user_id: 'FAC001',
        ip_address: '192.168.1.50',
        user_agent: 'FaceAttendance/1.0',
        success: true,
        details: { camera_id: 'CAM001', confidence: 0.97, processing_time: 0.89 },
      },
    ],
  },
  'GET /mobile/profile/': {
    employee_id: 'FAC001',
    name: 'John Doe',
    department: 'Computer Science',
    face_enrolled: true,
    today_attendance: '08:45',
    this_week_days: 4,
    attendance_rate: 0.94,
  },
};

/** Places that may be null: what this platform says when it does not know, and why. */
export const mayBeNull: Readonly<Record<string, string>> = {
  next: 'there is one page',
  'results/*/department': 'a person without one',
  'results/*/last_login': 'who never logged in',
  'results/*/last_seen': 'no picture has come yet',
  'results/*/resolution': 'as above',
  'results/*/fps': 'as above',
  'results/*/ip_address': 'the caller of an act may be unknown, and a camera need not have one',
  'results/*/rtsp_url': 'a kiosk has none',
  'results/*/user_agent': 'unknown for an act that no request caused',
  uptime: 'not connected yet',
  last_frame: 'no picture has come yet',
  quality_score: 'as above',
  bandwidth_usage: 'as above',
  current_occupancy: 'nothing tells directions',
  peak_hour: 'nobody came yet',
  'daily_patterns/monday/avg_attendance': 'no Monday lies in the time',
  'daily_patterns/monday/peak_hour': 'as above',
  'daily_patterns/tuesday/avg_attendance': 'as above',
  'daily_patterns/tuesday/peak_hour': 'as above',
  'seasonal_trends/spring': 'no day of it has been seen',
  'seasonal_trends/summer': 'as above',
  'seasonal_trends/fall': 'as above',
  'seasonal_trends/winter': 'as above',
  'predictions/next_week_attendance': 'too few weeks for a prediction',
  'predictions/confidence': 'as above',
  attendance_rate: 'no working day has passed',
  'department_stats/*/attendance_rate': 'as above',
  'department_stats/*/avg_daily_attendance': 'as above',
  'performance/avg_api_response_time': 'no traffic was told yet',
  'performance/requests_per_minute': 'as above',
  'performance/error_rate': 'as above',
  'system_health/api_response_time': 'as above',
  'services/redis/memory_usage': 'what serves that role here has no such figure',
};

/** Objects whose keys are data: departments, hours. */
const keyed = new Set(['departments', 'hourly_distribution', 'department_stats']);
/** Objects whose fields depend on the act. */
const free = new Set(['results/*/details']);

const kind = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;

/** Returns where an answer lacks a field of the example, or has another type. */
export function shapeFaults(example: unknown, got: unknown, place = ''): string[] {
  if (got === null && place in mayBeNull) return [];
  if (example === null) return got === null || typeof got === 'string' ? [] : [`${place}: ${kind(got)}`];
  if (kind(example) !== kind(got)) return [`${place || 'body'}: ${kind(got)} instead of ${kind(example)}`];
  const below = (name: string): string => (place === '' ? name : `${place}/${name}`);
  if (Array.isArray(example))
    return (got as unknown[]).flatMap((each) => shapeFaults(example[0], each, below('*')));
  if (typeof example !== 'object' || free.has(place)) return [];
  const has = got as Record<string, unknown>;
  const fields = Object.entries(example as Record<string, unknown>);
  if (keyed.has(place)) {
    const [, sample] = fields[0]!;
    return Object.values(has).flatMap((each) => shapeFaults(sample, each, below('*')));
  }
  return fields.flatMap(([name, each]) =>
    name in has ? shapeFaults(each, has[name], below(name)) : [`${below(name)}: missing`],
  );
}
