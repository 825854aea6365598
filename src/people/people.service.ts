import { Inject, Injectable } from '@nestjs/common';
import { createHash, randomBytes } from 'node:crypto';
import { DataSource, Not, type EntityManager } from 'typeorm';
import { Actor, type RequestContext } from '../common/context.js';
import { DomainError, notFound, onConstraint } from '../common/errors.js';
import { newId, type Ref } from '../common/ids.js';
import { inTransaction } from '../common/transaction.js';
import { emailKey, storedEmail } from './email.rules.js';
import { Passwords } from './passwords.js';
import type { ChangePasswordInput, SignInInput, SignUpInput, UpdateProfileInput } from './people.graphql.js';
import { Person } from './person.entity.js';
import { SignIn } from './sign-in.entity.js';
import { signInExpiry } from './sign-in.rules.js';
import { Throttle, type Attempt } from './throttle.js';

export interface SignedIn {
  token: string;
  expiresAt: Date;
  person: Person;
}

/** Accounts, and the tokens with which people sign in. */
@Injectable()
export class PeopleService {
  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(Passwords) private readonly passwords: Passwords,
    @Inject(Throttle) private readonly throttle: Throttle,
  ) {}

  /** Opens an account and signs it in. */
  async signUp(request: RequestContext, input: SignUpInput): Promise<SignedIn> {
    const { now } = request;
    await this.throttle.signUp(request);
    const passwordHash = await this.passwords.hash(input.password);
    return inTransaction(this.db, async (tx) => {
      const email = storedEmail(input.email);
      if (await personAt(tx, email)) throw emailTaken();
      const person = tx.create(Person, {
        id: newId(),
        email,
        emailKey: emailKey(email),
        displayName: input.displayName,
        timeZone: input.timeZone,
        passwordHash,
        createdAt: now,
        deletedAt: null,
      });
      await tx
        .insert(Person, person)
        .catch(onConstraint({ person_email_key: emailTaken, person_email_key_key: emailTaken }));
      return openSignIn(tx, person, request);
    });
  }

  /** Signs a person in on one more device. An unknown address and a wrong password cannot be told apart. */
  async signIn(request: RequestContext, { email, password }: SignInInput): Promise<SignedIn> {
    const person = await personAt(this.db.manager, email);
    const attempt = await this.prove(request, emailKey(email), person, password);
    if (!attempt || !person) {
      throw new DomainError('UNAUTHENTICATED', 'The e-mail address or the password is wrong.');
    }
    const { passwordHash } = person;
    // If the queue is full now, this happens at the next sign-in.
    const isOutdated = this.passwords.isOutdated(passwordHash!);
    const rehashed = isOutdated ? await this.passwords.hash(password).catch(() => null) : null;
    return inTransaction(this.db, async (tx) => {
      await attempt.succeed(tx);
      await assertUnchanged(tx, person);
      if (rehashed) await tx.update(Person, { id: person.id }, { passwordHash: rehashed });
      return openSignIn(tx, person, request);
    });
  }

  /** Ends the sign-in that the request came with. */
  async signOut(request: RequestContext): Promise<boolean> {
    const { signInId } = request.signedIn;
    await inTransaction(this.db, (tx) => tx.delete(SignIn, { id: signInId }));
    request.become(null);
    return true;
  }

  /** Ends another sign-in of the person's, or this one. */
  async revokeSignIn(request: RequestContext, { id }: Ref): Promise<Person> {
    const { personId, signInId } = request.signedIn;
    const person = await this.db.manager.findOneByOrFail(Person, { id: personId });
    const { affected } = await inTransaction(this.db, (tx) => tx.delete(SignIn, { id, personId }));
    if (affected === 0) throw notFound('sign-in');
    if (id === signInId) request.become(null);
    return person;
  }

  /** Sets another password and ends every other sign-in. */
  async changePassword(request: RequestContext, input: ChangePasswordInput): Promise<Person> {
    const { signInId } = request.signedIn;
    const { person, attempt } = await this.assertPassword(request, input.currentPassword);
    try {
      const passwordHash = await this.passwords.hash(input.newPassword);
      return await inTransaction(this.db, async (tx) => {
        await attempt.succeed(tx);
        await assertUnchanged(tx, person);
        await tx.update(Person, { id: person.id }, { passwordHash });
        await tx.delete(SignIn, { personId: person.id, id: Not(signInId) });
        return tx.findOneByOrFail(Person, { id: person.id });
      });
    } catch (error) {
      // The password was right, so this does not count as a failed guess.
      await attempt.undo();
      throw error;
    }
  }

  /** Refuses a request whose password is not the person's; the caller takes the count back on success. */
  async assertPassword(request: RequestContext, password: string): Promise<{ person: Person; attempt: Attempt }> {
    const person = await this.db.manager.findOneByOrFail(Person, { id: request.signedIn.personId });
    const attempt = await this.prove(request, person.emailKey ?? person.email!, person, password);
    if (!attempt) throw new DomainError('UNAUTHENTICATED', 'The password is wrong.');
    return { person, attempt };
  }

  async updateProfile(actor: Actor, { displayName, timeZone }: UpdateProfileInput): Promise<Person> {
    return inTransaction(this.db, async (tx) => {
      const person = await presentPerson(tx, actor.personId);
      person.displayName = displayName ?? person.displayName;
      person.timeZone = timeZone ?? person.timeZone;
      return tx.save(person);
    });
  }

  /** The operator's act: sets a password and ends every sign-in of that person. */
  async resetPassword(email: string, password: string): Promise<Person> {
    const passwordHash = await this.passwords.hash(password);
    return inTransaction(this.db, async (tx) => {
      const person = await personAt(tx, email);
      if (!person) throw new DomainError('NOT_FOUND', `There is no account with the address ${email}.`);
      await tx.update(Person, { id: person.id }, { passwordHash });
      await tx.delete(SignIn, { personId: person.id });
      return person;
    });
  }

  /** The counted attempt, if the password is the person's; null if it is not, and the failure stays counted. */
  private async prove(
    { address, now }: RequestContext,
    account: string,
    person: Person | null,
    password: string,
  ): Promise<Attempt | null> {
    const attempt = await this.throttle.proof(account, person, { address, now });
    try {
      return (await this.passwords.matches(person?.passwordHash, password, attempt.isUsual)) ? attempt : null;
    } catch (error) {
      // Refused because the queue is full: no password was tried.
      await attempt.undo();
      throw error;
    }
  }
}

/** The account with exactly that address, else the one with the same address in another form. */
async function personAt(db: EntityManager, typed: string): Promise<Person | null> {
  const exact = await db.findOneBy(Person, { email: typed.trim().toLowerCase() });
  return exact ?? db.findOneBy(Person, { emailKey: emailKey(typed) });
}

/**
 * A person who may have changed or deleted their account in the meantime. Locks the row, and refuses a deleted account
 * as UNAUTHENTICATED.
 */
export async function presentPerson(tx: EntityManager, id: string): Promise<Person> {
  const person = await tx.findOneOrFail(Person, { where: { id }, lock: { mode: 'pessimistic_write' } });
  if (person.deletedAt === null) return person;
  throw new DomainError('UNAUTHENTICATED', 'This account was deleted.');
}

/** Refuses a password that is no longer valid because it was changed, or the account was deleted, during the check. */
async function assertUnchanged(tx: EntityManager, { id, passwordHash }: Person): Promise<void> {
  const now = await tx.findOneOrFail(Person, { where: { id }, lock: { mode: 'pessimistic_write' } });
  if (now.passwordHash === passwordHash && now.deletedAt === null) return;
  throw new DomainError('UNAUTHENTICATED', 'The account has changed in the meantime. Sign in again.');
}

const emailTaken = () =>
  new DomainError('ALREADY_EXISTS', 'An account with this e-mail address already exists. Sign in instead.');

const tokenHash = (token: string) => createHash('sha256').update(token).digest();

/** Signs a person in, from here on in the same document, too. */
async function openSignIn(tx: EntityManager, person: Person, request: RequestContext): Promise<SignedIn> {
  const { now } = request;
  const token = `mockloop_${randomBytes(32).toString('base64url')}`;
  const expiresAt = signInExpiry(now, now);
  const id = newId();
  await tx.insert(SignIn, {
    id,
    personId: person.id,
    tokenHash: tokenHash(token),
    createdAt: now,
    lastUsedAt: now,
    expiresAt,
  });
  request.become(new Actor(person.id, id, request.present));
  return { token, expiresAt, person };
}
