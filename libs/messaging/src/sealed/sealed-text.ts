type Headers = Readonly<Record<string, string>>;

/* A header's value is one line, so no other call has the same text. */
function textOf(headers: Headers): string {
  let text = '';
  for (const name in headers) text += `\n${name}\n${headers[name]}`;
  return text;
}

/** What a call's seal holds together besides its content: where it goes and all that it says of itself. */
export const besideRequest = (subject: string, headers: Headers): string =>
  `call\n${subject}${textOf(headers)}`;

/** The number of the call belongs to the reply, so that it answers no other call. */
export const besideReply = (number: number, subject: string, headers: Headers): string =>
  `reply\n${number}\n${subject}${textOf(headers)}`;
