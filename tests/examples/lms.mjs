// @ts-check
// A learning management system, as far as SCORM is concerned: the API objects of both versions, as strict
// as the standards about what may be set to what. It lies in the outer page, two frames above the SCO.
// It is turned into text for that page, and uses nothing from around it.

/** @param {{ version: string, start: string, data: Record<string, string> }} o */
function lms({ version, start, data }) {
  const is12 = version === '1.2';
  const number = /^-?\d+(\.\d+)?$/;
  /** What may be set, and to what. @type {Record<string, RegExp>} */
  const model = is12 ? {
    'cmi.core.lesson_status': /^(passed|completed|failed|incomplete|browsed)$/,
    'cmi.core.score.raw': number, 'cmi.core.score.min': number, 'cmi.core.score.max': number,
    'cmi.core.exit': /^(time-out|suspend|logout|)$/,
    'cmi.core.session_time': /^\d{2,4}:\d{2}:\d{2}(\.\d{1,2})?$/,
    'cmi.suspend_data': /^[\s\S]{0,4096}$/,
  } : {
    'cmi.completion_status': /^(completed|incomplete|not attempted|unknown)$/,
    'cmi.success_status': /^(passed|failed|unknown)$/,
    'cmi.score.raw': number, 'cmi.score.min': number, 'cmi.score.max': number,
    'cmi.score.scaled': /^(-?0(\.\d+)?|-?1(\.0+)?)$/,
    'cmi.exit': /^(time-out|suspend|logout|normal|)$/,
    'cmi.session_time': /^P(\d+D)?T(\d+H)?(\d+M)?(\d+(\.\d{1,2})?S)?$/,
    'cmi.suspend_data': /^[\s\S]{0,64000}$/,
  };
  const told = { data: { ...data }, faults: /** @type {string[]} */ ([]), state: 'new', commits: 0 };
  const check = (/** @type {boolean} */ isRight, /** @type {string} */ fault) => {
    if (!isRight) told.faults.push(fault);
    return String(isRight);
  };
  const begin = (/** @type {unknown} */ nothing) => {
    const answer = check(nothing === '' && told.state === 'new', 'begins twice');
    told.state = 'running';
    return answer;
  };
  const end = (/** @type {unknown} */ nothing) => {
    const answer = check(nothing === '' && told.state === 'running', 'ends what does not run');
    told.state = 'ended';
    return answer;
  };
  const get = (/** @type {string} */ key) => {
    check(told.state === 'running' && key in model, `asks for ${key}`);
    return told.data[key] ?? (key.endsWith('status') ? (is12 ? 'not attempted' : 'unknown') : '');
  };
  const set = (/** @type {string} */ key, /** @type {string} */ value) => {
    const isRight = told.state === 'running' && typeof value === 'string' && Boolean(model[key]?.test(value));
    if (isRight) told.data[key] = value;
    return check(isRight, `sets ${key} to ${value} while ${told.state}`);
  };
  const commit = (/** @type {unknown} */ nothing) => {
    told.commits += 1;
    return check(nothing === '' && told.state === 'running', 'commits what does not run');
  };
  const api = is12
    ? { LMSInitialize: begin, LMSFinish: end, LMSGetValue: get, LMSSetValue: set, LMSCommit: commit }
    : { Initialize: begin, Terminate: end, GetValue: get, SetValue: set, Commit: commit };
  Object.assign(window, { told, [is12 ? 'API' : 'API_1484_11']: api });
  const player = document.createElement('iframe'); // players have one of their own
  player.style.cssText = 'width:1100px;height:720px;border:0';
  player.srcdoc = `<body style="margin:0"><iframe src="${start}" style="width:100%;height:700px;border:0"></iframe>`;
  document.body.append(player);
}

/** The page of the system. @param {Parameters<typeof lms>[0]} o */
export const lmsPage = (o) => `<!doctype html><html lang="en"><title>LMS</title><body>
<script>(${lms})(${JSON.stringify(o)})</script></body></html>`;
