import type { MoveField, Option } from '../../moves/fields';
import { tapped, typed } from '../../services/screen';
import { picked, shortList } from '../../views/picking';

/** One field of a move's form, whatever its kind. */
Component({
  options: { styleIsolation: 'apply-shared' },
  properties: {
    field: { type: Object, value: {} as WechatMiniprogram.IAnyObject },
    value: { type: null, value: '' as string | string[] },
    choices: { type: Array, value: [] as Option[] },
    photos: { type: Array, value: [] as WechatMiniprogram.IAnyObject[] },
    wrong: { type: String, value: '' },
  },
  data: { options: [] as (Option & { on: boolean })[], query: '', long: false, left: 0 },
  observers: {
    'choices, value, query'(choices: Option[], value: string | string[], query: string) {
      const options = choices.map((option) => ({ ...option, on: Array.isArray(value) ? value.includes(option.value) : value === option.value }));
      const { shown, left } = picked(options, query, (option) => option.on);
      this.setData({ options: shown, left, long: choices.length > shortList });
    },
  },
  methods: {
    tell(value: string | string[]) {
      this.triggerEvent('change', { name: (this.data.field as MoveField).name, value });
    },
    search(event: WechatMiniprogram.CustomEvent) {
      this.setData({ query: typed(event) });
    },
    write(event: WechatMiniprogram.CustomEvent) {
      this.tell(typed(event));
    },
    choose(event: WechatMiniprogram.TouchEvent) {
      const chosen = tapped(event, 'value');
      const value = this.data.value as string | string[];
      if ((this.data.field as MoveField).kind !== 'many') this.tell(value === chosen ? '' : chosen);
      else {
        const list = Array.isArray(value) ? value : [];
        this.tell(list.includes(chosen) ? list.filter((one) => one !== chosen) : [...list, chosen]);
      }
    },
    add(event: WechatMiniprogram.CustomEvent) {
      this.triggerEvent('add', event.detail);
    },
    remove(event: WechatMiniprogram.CustomEvent) {
      this.triggerEvent('remove', event.detail);
    },
  },
});
