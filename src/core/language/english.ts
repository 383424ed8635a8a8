/** The little English that reading chat needs: contractions, chat spellings, numbers in words, question words. */

const table = (rows: string): ReadonlyMap<string, readonly string[]> =>
  new Map(
    rows
      .trim()
      .split(/\s*\n\s*/u)
      .map((row) => {
        const [from = '', to = ''] = row.split(' = ');
        return [from, to.split(' ')] as const;
      }),
  );

/** Contractions without their apostrophe, as people also type them, and what they stand for. */
export const CONTRACTIONS = table(`
  aint = is not
  arent = are not
  cant = can not
  cannot = can not
  couldnt = could not
  didnt = did not
  doesnt = does not
  dont = do not
  hadnt = had not
  hasnt = has not
  havent = have not
  isnt = is not
  shouldnt = should not
  wasnt = was not
  werent = were not
  wont = will not
  wouldnt = would not
  im = i am
  ive = i have
  youre = you are
  theyre = they are
  theyve = they have
  thats = that is
  theres = there is
  whats = what is
  whos = who is
  wheres = where is
  whens = when is
  hows = how is
  whys = why is
  whatre = what are
  howd = how did
  whatd = what did
  whod = who did
  lets = let us
`);

/** Words that take "is" as 's; after any other word 's is a possessive. */
export const CLITIC_HOSTS: ReadonlySet<string> = new Set(
  'what who where when why how which that there here this it he she everything something nothing'.split(' '),
);

/** Chat and phone spellings. */
export const CHAT_SPELLINGS = table(`
  u = you
  ur = your
  r = are
  ya = you
  yall = you all
  ppl = people
  plz = please
  pls = please
  thx = thanks
  ty = thank you
  tysm = thank you
  bc = because
  cuz = because
  coz = because
  cos = because
  bout = about
  abt = about
  rn = right now
  atm = right now
  w = with
  n = and
  btwn = between
  yr = year
  yrs = years
  wk = week
  dat = that
  da = the
  dey = they
  dis = this
  wat = what
  wht = what
  wen = when
  mny = many
  smth = something
  sth = something
  doin = doing
  goin = going
  wut = what
  wot = what
  wich = which
  whens = when is
  gonna = going to
  wanna = want to
  gotta = have to
  gimme = give me
  lemme = let me
  kinda = kind of
  sorta = sort of
  dunno = do not know
  idk = i do not know
  govt = government
  gov = government
  govs = government
  prez = president
  pres = president
  mil = military
  info = information
  vid = video
  vids = videos
  ad = advertisement
  ads = advertisements
  advert = advertisement
  merc = mercenary
  mercs = mercenaries
  tho = though
  thru = through
  nite = night
  msg = message
  pic = picture
  pics = pictures
  legit = legitimate
  exp = experience
`);

/** Numbers in words; 100 and more multiply what stands before them. */
export const NUMBER_WORDS: ReadonlyMap<string, number> = new Map([
  ...'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'
    .split(' ')
    .map((word, value) => [word, value] as const),
  ...'twenty thirty forty fifty sixty seventy eighty ninety'
    .split(' ')
    .map((word, i) => [word, (i + 2) * 10] as const),
  ['hundred', 100],
  ['thousand', 1_000],
  ['grand', 1_000],
  ['k', 1_000],
  ['million', 1_000_000],
  ['billion', 1_000_000_000],
]);

const phrases = (rows: string): readonly (readonly string[])[] =>
  rows
    .trim()
    .split(/\s*\n\s*/u)
    .map((row) => row.split(' '))
    .sort((a, b) => b.length - a.length);

/** What a report is called by those who ask about it. */
const REPORTS = [
  'it',
  'the report',
  'this report',
  'the article',
  'this article',
  'the story',
  'the text',
  'the piece',
];
/** "Does the report say" and the like ask nothing that the words behind them do not. */
const FRAMES = REPORTS.flatMap((report) => [
  ...['say', 'mention', 'tell', 'state', 'talk about', 'speak of'].map((verb) => `does ${report} ${verb}`),
  ...['say', 'mention', 'tell'].flatMap((verb) => [
    `does ${report} ${verb} anything about`,
    `does ${report} ${verb} anything on`,
    `does ${report} ${verb} something about`,
  ]),
  `what does ${report} say about`,
  `what does ${report} say on`,
  `what does ${report} tell about`,
  `is there anything in ${report} about`,
  `is there anything in ${report} on`,
  ...(report === 'it' ? [] : [`according to ${report}`]),
]).join('\n');

/** What people put before a question as well as behind it. */
const INTERJECTIONS = ['lol', 'lmao', 'haha', 'btw', 'by the way', 'guys', 'folks', 'bro', 'dude'].join('\n');

/** What opens a question for politeness, to take the word or to name the report, and asks nothing; longer ones first. */
export const COURTESIES = phrases(`
  ${FRAMES}
  is there anything about
  is there anything on
  anything about
  anything on
  what can you tell me about
  what do you know about
  what do we know about
  so
  oh
  ah
  oh wait
  wait wait
  wait a second
  wait a minute
  hold on
  hang on
  one sec
  hm
  hmm
  well
  ${INTERJECTIONS}
  yo
  ok so
  okay so
  please
  hey
  hey there
  hi
  hi there
  hello
  hello there
  hi all
  hey all
  hello all
  hi everyone
  hey everyone
  hello everyone
  hi folks
  hey folks
  hi guys
  hey guys
  hey team
  hi team
  dear all
  good morning
  good afternoon
  good evening
  sorry to bother you
  sorry for the question
  excuse me
  quick question
  a quick question
  just a quick question
  one quick question
  one question
  one more question
  another question
  i have a question
  i have one question
  i had a question
  serious question
  honest question
  genuine question
  stupid question
  dumb question
  maybe a stupid question
  this may be a stupid question
  question
  can you tell me
  could you tell me
  can you please tell me
  could you please tell me
  would you tell me
  can anyone tell me
  can someone tell me
  can somebody tell me
  could someone tell me
  tell me
  please tell me
  do you know
  does anyone know
  does anybody know
  do you happen to know
  i would like to know
  i want to know
  i was wondering
  i wonder
  i am wondering
  just wondering
  just curious
  wondering
  may i ask
  may i know
  can i ask
  could i ask
  let me ask
  let me know
  please let me know
  would you mind telling me
  please could you tell me
  could you kindly tell me
  kindly tell me
  can you help me
  can you help me out
  could you help me
  help me out
  i need to know
  i am trying to find out
  i would love to know
  remind me
  can you remind me
  could you remind me
  anyone know
  anybody know
  does anyone here know
  do you guys know
`);

/** What closes one. */
export const CLOSING_COURTESIES = phrases(`
  according to the report
  according to the article
  anyway
  anyways
  though
  ${INTERJECTIONS}
  huh
  eh
  please
  thanks
  thank you
  thanks in advance
  thank you in advance
  many thanks
  thanks a lot
  thanks so much
  thank you so much
  thank you very much
  cheers
  thx
  ty
  kind regards
  best regards
  if you know
  if possible
  if you can
  if you do not mind
  if i may ask
`);
