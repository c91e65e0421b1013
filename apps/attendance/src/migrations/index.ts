import { PeopleTasksAndLogs1764020000000 } from './1764020000000-people-tasks-and-logs.js';

export const attendanceMigrations = [PeopleTasksAndLogs1764020000000];
