import { Field, InputType, ObjectType } from '@nestjs/graphql';
import { Email, must, Optional, Text } from '../common/input.js';
import { NodeObject } from '../common/nodes.js';
import { DateTime, TimeZone } from '../common/scalars.js';
import { isAcceptablePassword, PASSWORD_BYTES } from './password.rules.js';

@ObjectType('Person', {
  implements: () => NodeObject,
  description: 'An account: one person, in all their groups.',
})
export class PersonObject extends NodeObject {
  @Field({ description: 'The name that others see, exactly as it was written.' })
  displayName!: string;

  @Field(() => TimeZone, { description: 'The zone of this person, in which their days and weeks are counted.' })
  timeZone!: string;
}

@ObjectType('SignIn', { implements: () => NodeObject, description: 'A device on which you are signed in.' })
export class SignInObject extends NodeObject {
  @Field(() => DateTime)
  createdAt!: Date;

  @Field(() => DateTime, { description: 'Rounded to the hour.' })
  lastUsedAt!: Date;

  @Field(() => DateTime, { description: 'When the sign-in ends if it is not used.' })
  expiresAt!: Date;
}

@ObjectType('SignedIn', {
  description: 'A new sign-in. The token is shown only once. Send it as `Authorization: Bearer <token>`.',
})
export class SignedInObject {
  @Field()
  token!: string;

  @Field(() => DateTime, {
    description: 'When the sign-in ends: a week after its last use, and after a month at the latest.',
  })
  expiresAt!: Date;

  @Field(() => PersonObject)
  person!: PersonObject;
}

const Password = () =>
  must(
    'secret',
    `${PASSWORD_BYTES.min} to ${PASSWORD_BYTES.max} bytes, and not one of the most common passwords`,
    (value) => typeof value === 'string' && isAcceptablePassword(value),
    true,
  );

@InputType({ description: 'A new account.' })
export class SignUpInput {
  @Field()
  @Email()
  email!: string;

  @Field({ description: '8 to 256 bytes, and not one of the 3,000 most common passwords.' })
  @Password()
  password!: string;

  @Field()
  @Text({ max: 80 })
  displayName!: string;

  @Field(() => TimeZone)
  timeZone!: string;
}

@InputType({ description: 'Your e-mail address and password.' })
export class SignInInput {
  @Field()
  email!: string;

  @Field()
  password!: string;
}

@InputType({ description: 'Your present password, and the new one.' })
export class ChangePasswordInput {
  @Field()
  currentPassword!: string;

  @Field({ description: '8 to 256 bytes, and not one of the 3,000 most common passwords.' })
  @Password()
  newPassword!: string;
}

@InputType({ description: 'Fields that you leave out stay as they were.' })
export class UpdateProfileInput {
  @Field(() => String, { nullable: true })
  @Optional()
  @Text({ max: 80 })
  displayName?: string | null;

  @Field(() => TimeZone, { nullable: true })
  @Optional()
  timeZone?: string | null;
}
