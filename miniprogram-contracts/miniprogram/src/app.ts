import { client } from './services/client';

/** The mini-program was opened from a subscription message. */
const fromMessage = [1014, 1107];

App({
  onShow(options: { scene?: number }) {
    void client.queue.flush();
    void client.subscriptions.refresh();
    void client.subscriptions.tell();
    // One message of those that the person had agreed to is used up; who works here gets those about work.
    const works = client.auth.user?.roles.some((role) => role !== 'resident') === true;
    if (options.scene !== undefined && fromMessage.includes(options.scene)) client.subscriptions.received(works ? 'work' : 'progress');
  },
});
