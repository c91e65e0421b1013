import { PeopleTasksAndLogs1764020000000 } from './1764020000000-people-tasks-and-logs.js';
import { FaceConflicts1795988185788 } from './1795988185788-face-conflicts.js';

export const attendanceMigrations = [PeopleTasksAndLogs1764020000000, FaceConflicts1795988185788];
