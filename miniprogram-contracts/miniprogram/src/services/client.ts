import { createClient } from '@scandeputy/client';
import { site } from '../site';

/** The one connection to the server. */
export const client = createClient({ baseUrl: site.baseUrl, wx, templates: site.templates });
