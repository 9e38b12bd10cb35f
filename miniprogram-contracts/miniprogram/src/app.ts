import { client } from './services/client';

App({
  onShow() {
    void client.queue.flush();
    void client.subscriptions.refresh();
  },
});
