/** How hard a text is to read. A figure is no proof: a person reads it too. */

const sentencesOf = (text: string): number =>
  text.split(/[.?!:]+\s|[.?!]+$/).filter((each) => each.trim() !== '').length;

const englishSyllables = (word: string): number => {
  const bare = word
    .toLowerCase()
    .replace(/[^a-z]/g, '')
    .replace(/(?:[^laeiouy]es|[^laeiouytd]ed|[^laeiouy]e)$/, '');
  return Math.max(1, (bare.match(/[aeiouy]{1,2}/g) ?? []).length);
};

/**
 * Flesch-Kincaid grade: years of school that an English text asks for. Kincaid and others, Naval Technical Training
 * Command, Research Branch Report 8-75, 1975.
 */
export function grade(text: string): number {
  const words = text.split(/[\s–—-]+/).filter((each) => /[a-z]/i.test(each));
  const spoken = words.reduce((sum, word) => sum + englishSyllables(word), 0);
  return 0.39 * (words.length / sentencesOf(text)) + 11.8 * (spoken / words.length) - 15.59;
}

/** Vowels that stand together are one syllable, but for two strong ones; a weak one with an accent is strong. */
function spanishSyllables(word: string): number {
  const heard = word
    .toLowerCase()
    .replace(/[^a-záéíóúüñ]/g, '')
    .replace(/qu/g, 'k')
    .replace(/gu(?=[eiéí])/g, 'g')
    .replace(/y$/, 'i');
  const groups = heard.match(/[aeiouáéíóúü]+/g) ?? [];
  return Math.max(
    1,
    groups.reduce((sum, group) => sum + Math.max(1, (group.match(/[aeoáéíóú]/g) ?? []).length), 0),
  );
}

/**
 * INFLESZ: 206.835 - 62.3 syllables per word - words per sentence. From 55 a Spanish text is of normal difficulty, from
 * 65 fairly easy, from 80 very easy. Barrio-Cantalejo and others, Anales del Sistema Sanitario de Navarra
 * 2008;31:135-152.
 */
export function inflesz(text: string): number {
  const words = text.split(/[\s–—-]+/).filter((each) => /[a-záéíóúñ]/i.test(each));
  const spoken = words.reduce((sum, word) => sum + spanishSyllables(word), 0);
  return 206.835 - 62.3 * (spoken / words.length) - words.length / sentencesOf(text);
}
