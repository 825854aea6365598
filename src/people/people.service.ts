import { Inject, Injectable } from '@nestjs/common';
import { createHash, randomBytes } from 'node:crypto';
import { DataSource, MoreThan, type EntityManager } from 'typeorm';
import type { Present } from '../common/clock.js';
import { Actor } from '../common/context.js';
import { DomainError, onConstraint } from '../common/errors.js';
import { newId } from '../common/ids.js';
import { inTransaction } from '../common/transaction.js';
import { Passwords } from './passwords.js';
import type { SignInInput, SignUpInput, UpdateProfileInput } from './people.graphql.js';
import { Person } from './person.entity.js';
import { SignIn } from './sign-in.entity.js';
import { isWorthNoting, signInExpiry } from './sign-in.rules.js';

export interface SignedIn {
  token: string;
  expiresAt: Date;
  person: Person;
}

/** Accounts and sign-ins. */
@Injectable()
export class PeopleService {
  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(Passwords) private readonly passwords: Passwords,
  ) {}

  /** Opens an account and signs it in. */
  async signUp(input: SignUpInput, now: Date): Promise<SignedIn> {
    const passwordHash = await this.passwords.hash(input.password);
    return inTransaction(this.db, async (tx) => {
      const person = tx.create(Person, {
        id: newId(),
        email: normalEmail(input.email),
        displayName: input.displayName,
        timeZone: input.timeZone,
        passwordHash,
        createdAt: now,
      });
      await tx.insert(Person, person).catch(onConstraint({ person_email_key: emailTaken }));
      return openSignIn(tx, person, now);
    });
  }

  /** Signs a person in on one more device. An unknown address and a wrong password cannot be told apart. */
  async signIn(input: SignInInput, now: Date): Promise<SignedIn> {
    const person = await this.db.manager.findOneBy(Person, { email: normalEmail(input.email) });
    if (!(await this.passwords.matches(person?.passwordHash, input.password)) || !person) {
      throw new DomainError('UNAUTHENTICATED', 'The e-mail address or the password is not right.');
    }
    const rehashed = this.passwords.isOutdated(person.passwordHash) ? await this.passwords.hash(input.password) : null;
    return inTransaction(this.db, async (tx) => {
      if (rehashed)
        await tx.update(Person, { id: person.id, passwordHash: person.passwordHash }, { passwordHash: rehashed });
      return openSignIn(tx, person, now);
    });
  }

  /** Ends the sign-in that the request came with. */
  async signOut(actor: Actor): Promise<boolean> {
    await inTransaction(this.db, (tx) => tx.delete(SignIn, { id: actor.signInId }));
    return true;
  }

  async updateProfile(actor: Actor, { displayName, timeZone }: UpdateProfileInput): Promise<Person> {
    return inTransaction(this.db, async (tx) => {
      const person = await tx.findOneOrFail(Person, {
        where: { id: actor.personId },
        lock: { mode: 'pessimistic_write' },
      });
      person.displayName = displayName ?? person.displayName;
      person.timeZone = timeZone ?? person.timeZone;
      return tx.save(person);
    });
  }

  /** The operator's act: sets a password and ends every sign-in of that person. */
  async resetPassword(email: string, password: string): Promise<Person> {
    const passwordHash = await this.passwords.hash(password);
    return inTransaction(this.db, async (tx) => {
      const person = await tx.findOneBy(Person, { email: normalEmail(email) });
      if (!person) throw new DomainError('NOT_FOUND', `There is no account with the address ${email}.`);
      await tx.update(Person, { id: person.id }, { passwordHash });
      await tx.delete(SignIn, { personId: person.id });
      return person;
    });
  }
}

const normalEmail = (email: string) => email.trim().toLowerCase();

const emailTaken = () =>
  new DomainError('ALREADY_EXISTS', 'There is an account with this e-mail address already. Sign in instead.');

const tokenHash = (token: string) => createHash('sha256').update(token).digest();

async function openSignIn(tx: EntityManager, person: Person, now: Date): Promise<SignedIn> {
  const token = `mockloop_${randomBytes(32).toString('base64url')}`;
  const expiresAt = signInExpiry(now, now);
  await tx.insert(SignIn, {
    id: newId(),
    personId: person.id,
    tokenHash: tokenHash(token),
    createdAt: now,
    lastUsedAt: now,
    expiresAt,
  });
  return { token, expiresAt, person };
}

/** Who sent this token, or null. Signing out, a reset password and time all take effect from the next request on. */
export async function actorOf(db: EntityManager, token: string | null, present: Present): Promise<Actor | null> {
  if (!token) return null;
  const { now } = present;
  const signIn = await db.findOneBy(SignIn, { tokenHash: tokenHash(token), expiresAt: MoreThan(now) });
  if (!signIn) return null;
  if (isWorthNoting(signIn.lastUsedAt, now)) {
    await db.update(SignIn, { id: signIn.id }, { lastUsedAt: now, expiresAt: signInExpiry(signIn.createdAt, now) });
  }
  return new Actor(signIn.personId, signIn.id, present);
}
