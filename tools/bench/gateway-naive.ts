/*
 * The same endpoints the obvious way: Nest on Express, TypeORM repositories, passport-jwt with the secret as text, no
 * validation, no log. Runs as a child process and sends its port and a token to its parent. Decorators are called by hand: Node
 * strips types, it does not compile decorators.
 */
import 'reflect-metadata';
import {
  Controller,
  Get,
  Inject,
  Injectable,
  Module,
  NotFoundException,
  Param,
  Query,
  UseGuards,
  Body,
  Post,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { JwtModule, JwtService } from '@nestjs/jwt';
import { AuthGuard, PassportModule, PassportStrategy } from '@nestjs/passport';
import { getRepositoryToken, TypeOrmModule } from '@nestjs/typeorm';
import passportJwt from 'passport-jwt';
import { EntitySchema, type Repository } from 'typeorm';

const secret = 'a secret of the benchmark, as tutorials write it';

interface UserRow {
  family: string;
  id: number;
  employee_id: string;
  email: string | null;
  first_name: string;
  last_name: string;
  role: string;
  department: string | null;
  phone_number: string | null;
  is_active: boolean;
  created_at: Date;
  last_login: Date | null;
  face_enrolled: boolean;
}
interface MarkRow {
  id: string;
  person_id: number;
  timestamp: string;
  method: string;
  reason: string;
  marked_by: string;
}

/* The columns of a user view, on the platform's own table. */
const User = new EntitySchema<UserRow>({
  name: 'User',
  tableName: 'account',
  schema: 'identity',
  columns: {
    family: { type: 'text', primary: true },
    id: { type: 'integer', primary: true },
    employee_id: { type: 'text', name: 'username' },
    email: { type: 'text', nullable: true },
    first_name: { type: 'text' },
    last_name: { type: 'text' },
    role: { type: 'text' },
    department: { type: 'text', nullable: true },
    phone_number: { type: 'text', nullable: true },
    is_active: { type: 'boolean' },
    created_at: { type: 'timestamptz' },
    last_login: { type: 'timestamptz', name: 'last_login_at', nullable: true },
    face_enrolled: { type: 'boolean' },
  },
});

const Mark = new EntitySchema<MarkRow>({
  name: 'Mark',
  tableName: 'attendance_log',
  schema: 'attendance',
  columns: {
    id: { type: 'bigint', primary: true, generated: 'increment' },
    person_id: { type: 'integer' },
    timestamp: { type: 'timestamptz', name: 'occurred_at' },
    method: { type: 'text' },
    reason: { type: 'text' },
    marked_by: { type: 'text' },
  },
});

const decorate = (decorators: readonly MethodDecorator[], target: object, key: string): void =>
  decorators.forEach((each) => each(target, key, Object.getOwnPropertyDescriptor(target, key)!));

class JwtStrategy extends PassportStrategy(passportJwt.Strategy) {
  constructor() {
    super({
      jwtFromRequest: passportJwt.ExtractJwt.fromAuthHeaderAsBearerToken(),
      secretOrKey: secret,
    });
  }
  validate({ sub, role }: { sub: number; role: string }) {
    return { id: sub, role };
  }
}
Injectable()(JwtStrategy);

class UsersController {
  private readonly users: Repository<UserRow>;
  constructor(users: Repository<UserRow>) {
    this.users = users;
  }
  async list(size?: string) {
    const [results, count] = await this.users.findAndCount({
      where: { family: 'attendance' },
      order: { employee_id: 'ASC' },
      take: Number(size ?? 20),
    });
    return { count, next: null, previous: null, results };
  }
  async get(id: string) {
    const user = await this.users.findOneBy({ family: 'attendance', id: Number(id) });
    if (!user) throw new NotFoundException();
    return user;
  }
}
class MarksController {
  private readonly marks: Repository<MarkRow>;
  constructor(marks: Repository<MarkRow>) {
    this.marks = marks;
  }
  create({ person_id, timestamp, reason, marked_by }: Omit<MarkRow, 'id' | 'method'>) {
    return this.marks.save({ person_id, timestamp, method: 'manual', reason, marked_by });
  }
}
Inject(getRepositoryToken(Mark))(MarksController, undefined, 0);
Body()(MarksController.prototype, 'create', 0);
decorate([Post()], MarksController.prototype, 'create');
UseGuards(AuthGuard('jwt'))(MarksController);
Controller('marks')(MarksController);

Inject(getRepositoryToken(User))(UsersController, undefined, 0);
Query('page_size')(UsersController.prototype, 'list', 0);
Param('id')(UsersController.prototype, 'get', 0);
decorate([Get()], UsersController.prototype, 'list');
decorate([Get(':id')], UsersController.prototype, 'get');
UseGuards(AuthGuard('jwt'))(UsersController);
Controller('users')(UsersController);

class AppModule {}
Module({
  imports: [
    TypeOrmModule.forRoot({
      type: 'postgres',
      url: process.env.DATABASE_URL!,
      entities: [User, Mark],
      poolSize: 10,
    }),
    TypeOrmModule.forFeature([User, Mark]),
    PassportModule,
    JwtModule.register({ secret }),
  ],
  controllers: [UsersController, MarksController],
  providers: [JwtStrategy],
})(AppModule);

const app = await NestFactory.create(AppModule, { logger: false });
await app.listen(0, '127.0.0.1');
const token = app.get(JwtService).sign({ sub: 1, role: 'admin' }, { expiresIn: '1h' });
process.send!({ urls: [await app.getUrl()], token });
process.on('disconnect', () => process.exit());
