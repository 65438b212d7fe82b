/** How many messages a person gets in thirty days, over all programs, before what can wait is put together. */
export const MESSAGES_A_MONTH = 30;

/** The month in which messages and hours are counted: the days before. */
export const MONTH_DAYS = 30;
