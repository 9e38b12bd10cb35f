import { localError } from '../errors';
import type { Api } from '../http/operations';
import type { Auth, User } from './auth';

/** The `detail` of `bindgetphonenumber`. */
export interface PhoneDetail {
  code?: string;
  errMsg?: string;
  errno?: number;
}

const purseEmpty = 1_400_001;

export interface Phone {
  /**
   * Binds the number that the person agreed to give. Roles of a deputy or a staff member come with it, so the user may be another one afterwards.
   * A refusal of the person's is an `ApiError` with the code `phone_refused`.
   */
  bind(detail: PhoneDetail): Promise<User>;
}

export const phoneOf = (api: Api, auth: Auth): Phone => ({
  async bind(detail) {
    if (detail.code === undefined || detail.code.length === 0) throw localError(detail.errno === purseEmpty ? 'phone_exhausted' : 'phone_refused', false, detail.errMsg);
    // The number goes to whoever is signed in; the code works once and cannot be sent again after a sign-in.
    await auth.ensure();
    return auth.adopt(await api.post('/api/v1/auth/phone', { body: { code: detail.code } }));
  },
});
