import { client } from '../../services/client';
import { frame, screen, typed } from '../../services/screen';
import { lastStation, type LastStation } from '../../services/lastStation';
import { go, ways } from '../../services/ways';
import { homeTexts } from '../../texts/home';

/** What a scanned mini-program code holds stands in the path of its page. */
const contentOf = (scanned: { result: string; path?: string }): string => {
  const scene = /[?&]scene=([^&]+)/.exec(scanned.path ?? '')?.[1];
  return scene === undefined ? scanned.result : decodeURIComponent(scene);
};

/** The code on a desk's screen at which an official signs in: …/d/{id}. */
const deskOf = (content: string): string | undefined => /^https?:\/\/[^/]+\/d\/([A-Za-z0-9_-]{8,100})$/.exec(content)?.[1];

screen({
  data: { ...frame, code: '', wrong: '', last: null as LastStation | null },
  onShow() {
    this.setData({ last: lastStation() });
  },
  write(event: WechatMiniprogram.Input) {
    this.setData({ code: typed(event), wrong: '' });
  },
  open() {
    this.openCode(this.data.code);
  },
  scan() {
    wx.scanCode({
      scanType: ['qrCode', 'wxCode'],
      success: (scanned) => {
        const content = contentOf(scanned as { result: string; path?: string });
        const desk = deskOf(content);
        if (desk === undefined) this.openCode(content);
        else go(ways.desk(desk));
      },
    });
  },
  openCode(text: string) {
    const found = client.scene.ofText(text);
    if (found.kind !== 'code') {
      this.setData({ wrong: found.kind === 'absent' ? homeTexts.noCode : homeTexts.wrongCode });
      return;
    }
    this.setData({ code: found.code.display, wrong: '' });
    go(ways.station(found.code.code));
  },
  again() {
    go(ways.station(this.data.last?.code ?? ''));
  },
  find() {
    go(ways.find());
  },
  published() {
    go(ways.published());
  },
  visit() {
    go(ways.privacy());
  },
});
