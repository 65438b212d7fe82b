import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/config/env.ts';
import { loadPortalConfig } from '../../src/config/portal-env.ts';

describe('the environment of the portal', () => {
  it('needs nothing: loopback, with links that lead there', () => {
    const config = loadPortalConfig({ MILEPOST_PUBLIC_URL: '' });
    expect({ ...config, publicUrl: config.publicUrl.href }).toEqual({
      host: '127.0.0.1',
      port: 8080,
      publicUrl: 'http://127.0.0.1:8080/',
      proxies: 0,
    });
    expect(loadPortalConfig({ MILEPOST_PORTAL_PORT: '9000' }).publicUrl.href).toBe('http://127.0.0.1:9000/');
  });

  it.each([
    ['MILEPOST_PORTAL_PORT', 'http'],
    ['MILEPOST_PORTAL_PORT', '70000'],
    ['MILEPOST_PUBLIC_URL', 'partners.clinic.example'],
    ['MILEPOST_PUBLIC_URL', 'ftp://clinic.example'],
    ['MILEPOST_PUBLIC_URL', 'https://clinic.example/portal'],
    ['MILEPOST_PUBLIC_URL', 'https://clinic.example/?a=b'],
    ['MILEPOST_PORTAL_PROXIES', '-1'],
    ['MILEPOST_TEMPORAL_UI', 'temporal.clinic.example'],
    ['MILEPOST_TEMPORAL_UI', 'javascript:alert(1)'],
  ])('refuses %s=%s by name and value', (name, value) => {
    const load = () => loadPortalConfig({ [name]: value });
    expect(load).toThrow(ConfigError);
    expect(load).toThrow(`${name} is "${value}"`);
  });

  it('does not show a password', () => {
    expect(() => loadPortalConfig({ MILEPOST_PUBLIC_URL: 'https://ana:hunter2@clinic.example' })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('hunter2') }),
    );
  });
});
