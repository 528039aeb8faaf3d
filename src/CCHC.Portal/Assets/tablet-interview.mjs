// What is asked of a person and which answers are right: the rules of the survey service's AskedForm, for a day without a line to it.

/** A text is Vietnamese alone, or one wording for each language. */
export const wording = (text, language) => typeof text === 'string' ? text : text?.[language] || text?.vi || '';

/** Texts without accents and in small letters, to be searched. */
export const plain = text => (text ?? '').normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'd').toLowerCase();

/** Whether every word that is looked for begins or stands somewhere in the text. */
export const contains = (text, search) => {
  const known = plain(text);
  return plain(search).split(/\s+/).every(word => known.includes(word));
};

/** Under which an answer is kept. */
export const keyOf = (question, unit) => `${question.code}|${unit?.id ?? ''}`;

const hasOptions = question => ['rating', 'single', 'multiple'].includes(question.kind);
const isAbout = (question, unit) => !question.leaves?.length || question.leaves.some(leaf => leaf.groupCode === unit.groupCode);

/** The questionnaire as it is put to one person: about which units, about all of them or one that is chosen. */
export function formFor(list, person) {
  const group = list.respondentGroups.find(known => known.code === person.respondentGroup);
  const units = list.units.filter(unit => person.unitId
    ? unit.id === person.unitId
    : !group?.ratedGroups?.length || group.ratedGroups.includes(unit.groupCode));
  return { sections: list.questionnaire.sections, languages: list.questionnaire.languages ?? ['vi'], units, rates: group?.rates ?? 'all' };
}

/** Whether a unit has to be chosen before anything is asked. */
export const choosesUnit = form => form.rates === 'one' && form.units.length > 1 && form.sections.some(section => section.questions.some(question => question.perUnit));

export const ratedUnits = (form, unitId) => choosesUnit(form) ? form.units.filter(unit => unit.id === unitId) : form.units;

const itemsOf = (section, units) => section.questions.flatMap(question => question.perUnit
  ? units.filter(unit => isAbout(question, unit)).map(unit => ({ section, question, unit }))
  : [{ section, question, unit: null }]);

const isEmpty = value => Array.isArray(value) ? value.length === 0 : !value?.trim();

/** The questions that are asked, given the answers so far; one that is hidden itself answers no condition. */
export function asked(form, answers, units) {
  const visible = new Set();
  const chosen = (code, unit) => {
    const key = `${code}|${unit?.id ?? ''}`;
    return visible.has(key) ? answers[key] ?? [] : [];
  };
  const holds = (condition, unit) => !condition
    || [unit, null].some(about => condition.options.some(option => chosen(condition.question, about).includes(option)));
  const items = [];
  for (const section of form.sections) {
    if (!holds(section.showIf, null)) { continue; }
    for (const item of itemsOf(section, units)) {
      if (holds(item.question.showIf, item.unit)) {
        visible.add(keyOf(item.question, item.unit));
        items.push(item);
      }
    }
  }
  return items;
}

const PageOf = 12; // questions that are asked on one page at most, before each unit gets a page of its own

/** Pages of the interview: a section, or a section about one unit. They do not come and go within a section while it is answered. */
export function pages(form, answers, units) {
  const visible = new Set(asked(form, answers, units).map(item => keyOf(item.question, item.unit)));
  const all = form.sections.flatMap(section => {
    const items = itemsOf(section, units);
    const about = items.length <= PageOf ? [] : units.filter(unit => items.some(item => item.unit === unit));
    if (about.length < 2) { return [{ section, unit: null, items }]; }
    return [{ section, unit: null, items: items.filter(item => !item.unit) }, ...about.map(unit => ({ section, unit, items: items.filter(item => item.unit === unit) }))];
  });
  return all.filter(page => page.items.some(item => visible.has(keyOf(item.question, item.unit))));
}

/** 85.5 and 85,5 alike, 1.234,5 with its groups; null for what is no number, or may be read as thousands as well as decimals (1.234). */
export function parseNumber(text) {
  const digits = (text ?? '').replace(/[\s\u00a0]/g, '');
  if (/^-?[1-9]\d{0,2}\.\d{3}$/.test(digits)) { return null; }
  const mark = digits.lastIndexOf(',') > digits.lastIndexOf('.') ? ',' : '.';
  const group = mark === ',' ? '.' : ',';
  const grouped = new RegExp(`^-?\\d{1,3}(\\${group}\\d{3})+(\\${mark}\\d+)?$`);
  const several = new RegExp(`^-?\\d{1,3}(\\${mark}\\d{3}){2,}$`);
  const bare = /^-?\d+([.,]\d+)?$/;
  const number = several.test(digits) ? digits.replaceAll(mark, '')
    : grouped.test(digits) ? digits.replaceAll(group, '').replace(mark, '.')
      : bare.test(digits) ? digits.replace(mark, '.') : '';
  return number && number.replace(/\D/g, '').length <= 15 ? Number(number) : null; // more digits than a number of the browser can carry
}

const LongestText = 2000;

/** Why an answer cannot stand as it is: name of a text and what it speaks of; null when it can. */
export function problemOf({ question }, value) {
  if (isEmpty(value)) { return question.required ? { text: hasOptions(question) ? 'ChooseRequired' : 'FillRequired' } : null; }
  if (question.kind === 'number') {
    const number = parseNumber(value);
    const bounds = [question.least, question.most];
    if (number === null) { return { text: 'NumberWrong' }; }
    if (number < (question.least ?? -Infinity) || number > (question.most ?? Infinity)) {
      return question.least == null ? { text: 'NumberAtMost', values: [question.most] }
        : question.most == null ? { text: 'NumberAtLeast', values: [question.least] } : { text: 'NumberBetween', values: bounds };
    }
  }
  const longest = question.longest ?? LongestText;
  return question.kind === 'text' && value.trim().normalize().length > longest ? { text: 'TextTooLong', values: [longest] } : null;
}

/** What is wrong with the answers to these questions. */
export const problemsOf = (items, answers) => items.flatMap(item => {
  const problem = problemOf(item, answers[keyOf(item.question, item.unit)]);
  return problem ? [{ ...problem, item }] : [];
});

/** The answers as they are sent: of questions that are asked, without empty ones. */
export const answersOf = (form, answers, units) => asked(form, answers, units).flatMap(({ question, unit }) => {
  const value = answers[keyOf(question, unit)];
  if (isEmpty(value)) { return []; }
  const about = { questionCode: question.code, ...(unit ? { unitId: unit.id } : {}) };
  switch (question.kind) {
    case 'multiple': return [{ ...about, optionCodes: value }];
    case 'number': return [{ ...about, number: parseNumber(value) }];
    case 'text': return [{ ...about, text: value.trim().normalize().replaceAll('\0', '') }];
    default: return [{ ...about, optionCode: value[0] }];
  }
});
