import { client } from '../../services/client';
import { attempt, frame, screen } from '../../services/screen';

/** The same as the web pages say, and what lies on the phone. */
screen({
  data: { ...frame },
  async guide() {
    await attempt(this, () => client.privacy.open());
  },
});
