/** The part of WeChat's `wx` that the client uses. The real `wx` fits, and so does the small one for tests in `testing/wx.ts`. */
export interface WxApi {
  request(options: WxRequestOptions): unknown;
  uploadFile(options: WxUploadOptions): WxUploadTask;
  login(options: { timeout?: number; success?: (result: { code: string }) => void; fail?: (error: WxFailure) => void }): void;
  getStorageSync(key: string): unknown;
  setStorageSync(key: string, data: string): void;
  removeStorageSync(key: string): void;
  onNetworkStatusChange(listener: (result: { isConnected: boolean }) => void): void;
  requestSubscribeMessage(options: {
    tmplIds: string[];
    success?: (result: Record<string, string>) => void;
    fail?: (error: WxFailure) => void;
  }): void;
  getSetting(options: {
    withSubscriptions?: boolean;
    success?: (result: { subscriptionsSetting?: WxSubscriptionSettings }) => void;
    fail?: (error: WxFailure) => void;
  }): void;
  getPrivacySetting?(options: {
    success?: (result: { needAuthorization: boolean; privacyContractName: string }) => void;
    fail?: (error: WxFailure) => void;
  }): void;
  /** What comes first is a `WxPrivacyResolve`; WeChat's typings name something else, which is not what WeChat gives. */
  onNeedPrivacyAuthorization?(listener: (resolve: unknown, event?: { referrer: string }) => void): void;
  requirePrivacyAuthorize?(options: { success?: () => void; fail?: (error: WxFailure) => void }): void;
  openPrivacyContract?(options: { success?: () => void; fail?: (error: WxFailure) => void }): void;
  getFileSystemManager(): WxFiles;
}

/** `errno` and `errCode` are there on some calls and on some versions of the base library only. */
export interface WxFailure {
  errMsg: string;
  errno?: number;
  errCode?: number;
}

export interface WxRequestOptions {
  url: string;
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  header: Record<string, string>;
  data?: string;
  dataType: 'other';
  timeout: number;
  success: (result: { statusCode: number; data: unknown; header: Record<string, unknown> }) => void;
  fail: (error: WxFailure) => void;
}

export interface WxUploadOptions {
  url: string;
  filePath: string;
  name: string;
  header: Record<string, string>;
  timeout: number;
  success: (result: { statusCode: number; data: string }) => void;
  fail: (error: WxFailure) => void;
}

export interface WxUploadTask {
  onProgressUpdate(listener: (progress: { progress: number; totalBytesSent: number; totalBytesExpectedToSend: number }) => void): void;
  abort(): void;
}

export interface WxSubscriptionSettings {
  mainSwitch: boolean;
  /** Only templates for which "always keep this choice" was ticked. */
  itemSettings?: Record<string, string>;
}

export type WxPrivacyResolve = (answer: { event: 'agree' | 'disagree' | 'exposureAuthorization'; buttonId?: string }) => void;

export interface WxFiles {
  saveFile(options: { tempFilePath: string; success?: (result: { savedFilePath: string }) => void; fail?: (error: WxFailure) => void }): void;
  removeSavedFile(options: { filePath: string; success?: () => void; fail?: (error: WxFailure) => void }): void;
}
