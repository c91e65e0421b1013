"""Does the main job of each family with its generated client. What it needs comes as JSON on standard input."""
import importlib
import json
import sys
import time
from datetime import datetime, timedelta, timezone

folder, *_ = sys.argv[1:]
sys.path.insert(0, folder)
given = json.load(sys.stdin)


def call(family, path, status, token=None, **input):
    """Calls an operation, checks the status, and returns what the client made of the answer."""
    package = importlib.import_module(family)
    make = package.Client if token is None else package.AuthenticatedClient
    client = make(base_url=given["url"], **({} if token is None else {"token": token}))
    operation = importlib.import_module(f"{family}.api.{path}")
    answer = operation.sync_detailed(client=client, **input)
    assert answer.status_code == status, (family, path, answer.status_code, answer.content)
    if status >= 400:
        assert answer.headers["x-error-code"], (family, path)
    return answer.parsed


def models(family):
    return importlib.import_module(f"{family}.models")


def ended(family, path, task_id, token):
    """Reads a task until it ended. The first reads find it queued, with a result of null."""
    for _ in range(300):
        task = call(family, path, 200, token, task_id=task_id)
        if task.result is not None:
            return task.result
        time.sleep(0.2)
    raise AssertionError(f"{task_id} did not end")


def attendance():
    m = models("attendance")
    log_in = m.AttendanceLogin(email=given["admin"]["email"], password=given["admin"]["password"])
    token = call("attendance", "sessions.attendance_session_create", 200, body=log_in).access
    user = m.CreateUser(
        employee_id="PY001", email="py001@example.com", first_name="Franck", last_name="Py", password=given["password"]
    )
    call("attendance", "users.attendance_account_create", 201, token, body=user)
    *enrolled, probe = given["photographs"]
    body = m.EnrolFace(employee_id="PY001", images=enrolled)
    queued = call("attendance", "face_recognition.face_enrol", 202, token, body=body)
    result = ended("attendance", "face_recognition.face_enrol_status", queued.task_id, token)
    assert result.success, result
    queued = call("attendance", "face_recognition.face_verify", 202, token, body=m.VerifyFace(image=probe))
    result = ended("attendance", "face_recognition.face_verify_status", queued.task_id, token)
    assert result.recognized and result.employee_id == "PY001", result
    logs = call("attendance", "attendance.log_list", 200, token).results
    assert [each.employee.employee_id for each in logs] == ["PY001"], logs
    call("attendance", "users.attendance_account_create", 400, token, body=user)


def techtrack():
    m = models("techtrack")
    pair = m.TokenObtainPair(username=given["techtrack"], password=given["password"])
    token = call("techtrack", "authentication.techtrack_token_create", 200, body=pair).access
    today = datetime.now(timezone.utc)
    robot = m.EquipmentBody(equipment_type=m.EquipmentBodyEquipmentType.ROBOT, model="R", installation_date=today.date())
    machine = call("techtrack", "equipment.equipment_create", 201, token, body=robot).id
    too_hot = m.RuleDefinitionSet.from_dict(
        {"type": "compare", "signal": "temperature", "op": ">", "value": 60}
    )
    rule = m.RuleDefinition(name="Too hot", set_=too_hot, equipment=machine)
    call("techtrack", "alarm_rule.rule_create", 201, token, body=rule)
    readings = [
        m.BatchReading.from_dict(
            {
                "equipment": machine,
                "temperature": 20 + second,
                "speed": 100,
                "pressure": 5,
                "measured_at": (datetime.now(timezone.utc) + timedelta(milliseconds=second)).isoformat(),
            }
        )
        for second in range(60)
    ]
    stored = call("techtrack", "data.reading_batch_store", 201, token, body=readings).stored
    assert stored == len(readings), stored
    alarms = call("techtrack", "alarm.alarm_list", 200, token, equipment=machine).results
    assert len(alarms) == 1, alarms
    call("techtrack", "alarm.alarm_acknowledge", 200, token, id=alarms[0].id, body=m.OptionalComment(comment="Seen"))
    call("techtrack", "alarm.alarm_get", 404, token, id=987654321)


def calibration():
    m = models("calibration")
    session = call(
        "calibration", "session.session_create", 200, body=m.CreateCalibrationSession(candidate_id="py1")
    )
    state = call("calibration", "session.session_get", 200, session_id=session.session_id)
    assert state.exists, state
    screen = m.DetectScreen.from_dict(
        {"candidate_id": "py1", "screen_width_px": 1920, "screen_height_px": 1080, "dpi": 96}
    )
    call("calibration", "screen.screen_detect", 200, body=screen)
    call("calibration", "screen.screen_get", 404, candidate_id="nobody")


def eyetracker():
    m = models("eyetracker")
    pair = m.MyTokenObtainPair(email=given["eyetracker"], password=given["password"])
    token = call("eyetracker", "accounts.eyetracker_token_create", 200, body=pair).access
    sessions = call("eyetracker", "own_account.eyetracker_self_list_sessions", 200, token)
    assert sessions.count >= 1, sessions
    call("eyetracker", "own_account.eyetracker_self_list_sessions", 401, "x.y.z")


def proctorx():
    m = models("proctorx")
    sign_up = m.Signup(username="pyuser", password=given["password"], email="pyuser@example.com", type_=m.SignupType.STUDENT)
    call("proctorx", "authentication.proctorx_account_create", 201, body=sign_up)
    log_in = m.ProctorxLogin(username="pyuser", password=given["password"])
    token = call("proctorx", "authentication.proctorx_session_create", 200, body=log_in).access
    sessions = call("proctorx", "own_account.proctorx_self_list_sessions", 200, token)
    assert sessions.count >= 1, sessions


for job in (attendance, techtrack, calibration, eyetracker, proctorx):
    started = time.monotonic()
    job()
    print(f"{job.__name__}: main job done in {time.monotonic() - started:.1f} s")
