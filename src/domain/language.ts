export const languages = ['en', 'es'] as const;

export type Language = (typeof languages)[number];

/** One text in every language the product speaks. */
export type Text = Readonly<Record<Language, string>>;
