/** Where a sign-in leads whoever did not want to go anywhere else. */
export const HOME = '/me';
