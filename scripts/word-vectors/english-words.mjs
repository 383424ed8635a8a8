/** Which tokens are English words: WordNet's lemmas, the words its glosses use, and what it leaves out. */

import { wordsOf } from './wordnet.mjs';

/** Words that WordNet leaves out because they are neither nouns, verbs, adjectives nor adverbs. */
const FUNCTION_WORDS = `
  a an the this that these those each every either neither both all any some such no none another other others
  i me my mine myself you your yours yourself yourselves he him his himself she her hers herself it its itself
  we us our ours ourselves they them their theirs themselves one ones oneself
  who whom whose which what whoever whomever whosever whichever whatever whatsoever whosoever
  when where why how whenever wherever however whence whither wherein whereby whereas whereupon whereof
  anybody anyone anything anywhere anyhow everybody everyone everything everywhere nobody nothing nowhere
  somebody someone something somewhere somehow
  about above across after against along alongside amid amidst among amongst around as at before behind below
  beneath beside besides between beyond by concerning considering despite down during except excluding for from
  given in including inside into like minus near of off on onto opposite out outside over past per plus regarding
  round save since than through throughout till to toward towards under underneath unlike until up upon versus via
  with within without
  and but or nor so yet if because although though unless while whilst whether lest provided
  be am is are was were been being have has had having do does did done doing will would shall should can could
  may might must ought need dare used cannot
  not never ever too very quite rather else also just only even still again then there here thus hence therefore
  thereby therein thereof hereby herein hereafter thereafter meanwhile otherwise moreover furthermore nonetheless
  nevertheless maybe perhaps yes yeah yep nope okay please thanks hello hi hey bye goodbye oops sorry wow
`;

/** Contractions without their apostrophe, and what a tokeniser makes of their halves. */
const CONTRACTIONS = `
  aren couldn didn doesn don hadn hasn haven isn mightn mustn needn oughtn shan shouldn wasn weren wouldn ain
  arent cant couldnt didnt doesnt dont hadnt hasnt havent isnt mightnt mustnt neednt shant shouldnt wasnt werent
  wont wouldnt aint im ive ill id youre youve youll youd hes shes theyre theyve theyll theyd weve thats theres
  whats whos wheres whens whys hows lets ll ve re
`;

/** Verb forms and plurals that no ending gives away. */
const IRREGULAR_FORMS = `
  arose arisen ate eaten awoke awoken bade bidden beat beaten became began begun beheld bent beset bet bitten bit
  bled blew blown bore born borne bought bound bred broke broken brought built burnt burst came cast caught chose
  chosen clad clung cost crept cut dealt dove drank drawn dreamt drew driven drove drunk dug dwelt fallen fed fell
  felt flew flown flung forbade forbidden forgave forgiven forgot forgotten forsaken forsook fought found froze
  frozen gave given gone got gotten grew grown ground heard held hewn hid hidden hit hung hurt kept knelt knew knit
  known laid lain lay leant leapt learnt led left lent lit lost made meant met mislaid misled mistaken mistook
  misunderstood mown outdid outdone outgrew overcame overdone overheard overrode overridden oversaw overseen
  overslept overtaken overthrew overthrown overtook paid partook pled proven put quit ran rang read rebuilt rent
  rewritten rewrote ridden risen rode rose rung said sang sank sat saw sawn seen sent set sewn shaken shaved shed
  shod shone shook shorn shot shown shrank shrunk shrunken shut slain slept slew slid slit slung slunk smelt smitten
  smote snuck sold sought sown spat sped spelt spent spilt split spoilt spoke spoken sprang spread sprung spun stank
  stole stolen stood stove strewn stricken stridden striven strode strove struck strung stuck stung stunk sung sunk
  swam swept swollen swore sworn swum swung taken taught thought threw thriven throve thrown thrust told took tore
  torn trod trodden undergone underwent understood undertaken undertook undid undone upheld upset went wed wept wet
  withdrawn withdrew withheld withstood woke woken won wore worn wound wove woven written wrote wrung
  children men women feet teeth geese mice lice oxen people knives wives lives leaves shelves thieves wolves halves
  calves loaves scarves selves elves hooves criteria phenomena data media bacteria curricula memoranda alumni cacti
  fungi nuclei stimuli syllabi radii crises analyses theses hypotheses bases axes oases diagnoses indices vertices
  matrices appendices aides heroes potatoes tomatoes echoes vetoes
  better best worse worst less least more most further furthest farther farthest elder eldest lying dying tying
  panicked picnicked mimicked trafficked
`;

/** Everyday words that are younger than WordNet or beneath its notice. */
const NEWER_WORDS = `
  app apps blog blogs blogger bloggers blogging bot bots chatbot chatbots deepfake deepfakes drone drones emoji emojis
  facebook fake faq faqs gif gifs google googled hashtag hashtags influencer influencers instagram internet online
  offline linkedin livestream meme memes messenger mod mods netflix paypal pdf podcast podcasts screenshot
  screenshots selfie selfies signup smartphone smartphones snapchat spotify startup startups subreddit telegram
  tiktok tweet tweets tweeted tweeting twitter uber username usernames vlog vpn webpage webpages website websites
  whatsapp wifi wiki wikipedia youtube youtuber discord slack reddit zoom bitcoin crypto cryptocurrency blockchain
  covid coronavirus lockdown vaping gonna wanna gotta kinda sorta gimme lemme dunno yeah ok lol
  login logout logged wallpaper timeline playlist playlists reboot rebooting airbnb brexit geopolitics geopolitical
  disinformation whistleblower whistleblowers crowdfunding outsourcing onboarding livestreamed
`;

/** Fewest glosses that must use a word WordNet does not list: in one alone it may be a slip or a foreign word. */
const FEWEST_GLOSSES = 2;
/** Words this short are listed only when met in use: WordNet has hundreds of rare ones a typing slip would hit. */
const SHORT = 3;
/** Adjectives up to this length are compared with -er and -est. */
const LONGEST_COMPARED = 7;

/** -er and -est of a short adjective. */
function comparisons(adjective) {
  const stem = adjective.replace(/e$/, '').replace(/([^aeiou])y$/, '$1i');
  const doubled = /^[^aeiou]*[aeiou][bdgmnpt]$/.test(adjective) ? adjective + adjective.at(-1) : stem;
  return [`${doubled}er`, `${doubled}est`];
}

/** Whether the reader finds the word by its base form, so that it need not be listed. */
function isRegularForm(word, words) {
  const bases = ['s', 'ed', 'ing']
    .filter((ending) => word.endsWith(ending))
    .flatMap((ending) => [word.slice(0, -ending.length), `${word.slice(0, -ending.length)}e`]);
  if (word.endsWith('s')) bases.splice(1, 1);
  return bases.some((base) => base.length > SHORT && words.has(base) && !/s$|ed$|ing$/.test(base));
}

/**
 * English words of the letters a to z, in alphabetical order; regular inflections are left to the reader.
 * @param {readonly import('./wordnet.mjs').Synset[]} synsets
 */
export function englishWords(synsets) {
  const lemmas = new Map();
  const glosses = new Map();
  const adjectives = new Set();
  for (const { partOfSpeech, lemmas: names, definition, examples } of synsets) {
    for (const { lemma, tags } of names) {
      for (const word of wordsOf(lemma)) lemmas.set(word, (lemmas.get(word) ?? 0) + tags);
      if (partOfSpeech === 'adj') adjectives.add(lemma.toLowerCase());
    }
    for (const word of new Set([...definition, ...examples])) glosses.set(word, (glosses.get(word) ?? 0) + 1);
  }
  const words = new Set(wordsOf(`${FUNCTION_WORDS} ${CONTRACTIONS} ${IRREGULAR_FORMS} ${NEWER_WORDS}`));
  for (const [word, tags] of lemmas) {
    const used = tags > 0 || (glosses.get(word) ?? 0) >= FEWEST_GLOSSES;
    if (word.length > SHORT || used) words.add(word);
  }
  for (const [word, uses] of glosses) if (uses >= FEWEST_GLOSSES) words.add(word);
  for (const adjective of adjectives) {
    if (adjective.length <= LONGEST_COMPARED && glosses.has(adjective)) {
      for (const word of comparisons(adjective)) words.add(word);
    }
  }
  return [...words].filter((word) => /^[a-z]+$/.test(word) && !isRegularForm(word, words)).sort();
}
