import { go, ways } from '../../services/ways';
import type { CaseCard } from '../../views/caseCard';

Component({
  options: { styleIsolation: 'apply-shared' },
  properties: { item: { type: Object, value: {} as WechatMiniprogram.IAnyObject } },
  methods: {
    open() {
      go(ways.case((this.data.item as CaseCard).id));
    },
  },
});
