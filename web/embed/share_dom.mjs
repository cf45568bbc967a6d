// The maker of the share dialog's elements.

const ATTRIBUTES = ['for', 'role', 'readonly'];

/**
 * @param {string} name @param {Record<string, any>} [properties] attributes where there is no property of the name
 * @param {...(Node | string | null)} children @returns {any}
 */
export function make(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key.includes('-') || ATTRIBUTES.includes(key)) element.setAttribute(key, value);
    else /** @type {any} */ (element)[key] = value;
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}
