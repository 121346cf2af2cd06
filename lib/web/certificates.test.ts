import { describe, expect, it } from 'vitest';
import { certificatesIn } from './certificates';

/** Made for this test; its key was thrown away. */
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIB2zCCAYCgAwIBAgIUG3xh9Y4skpyJz74Wud3cFSkbJcAwCgYIKoZIzj0EAwIw
LTEVMBMGA1UEAwwMc2hvcC5leGFtcGxlMRQwEgYDVQQKDAtFeGFtcGxlIEx0ZDAe
Fw0yNjExMjQxMzIyMDZaFw0zNjExMjExMzIyMDZaMC0xFTATBgNVBAMMDHNob3Au
ZXhhbXBsZTEUMBIGA1UECgwLRXhhbXBsZSBMdGQwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAT3O/gpDCoEmLp4R1VwvRCJGEYIf6soDUbBUxaQ4lTGvK4gLUEao3Ih
TeapOO+ORIUTPt7M4eSO9K1oTSCDEtiao34wfDAdBgNVHQ4EFgQUzppKbeCBpio1
6S9JrYJaaUxNmpIwHwYDVR0jBBgwFoAUzppKbeCBpio16S9JrYJaaUxNmpIwDwYD
VR0TAQH/BAUwAwEB/zApBgNVHREEIjAgggxzaG9wLmV4YW1wbGWCEHd3dy5zaG9w
LmV4YW1wbGUwCgYIKoZIzj0EAwIDSQAwRgIhAKtYzJjo4FaSkwOgDKQAbXT3zFIA
xSGAFThtbdRD4qORAiEAunlO0egGWnermS2SCuubthJZFH1wnORPIYzSknxzq5w=
-----END CERTIFICATE-----
`;

describe('the certificates in a value', () => {
  it('say whose they are, who made them, and until when', () => {
    const [facts, ...others] = certificatesIn(`# the shop\n${CERTIFICATE}`);
    expect(others).toEqual([]);
    expect(facts).toMatchObject({ subject: 'shop.example', issuer: 'shop.example' });
    expect(Date.parse(facts?.validTo ?? '') - Date.parse(facts?.validFrom ?? '')).toBe(3650 * 86_400_000);
  });

  it('come in their order, at most ten', () => {
    expect(certificatesIn(CERTIFICATE.repeat(3))).toHaveLength(3);
    expect(certificatesIn(CERTIFICATE.repeat(12))).toHaveLength(10);
  });

  it('are none where there is nothing to read', () => {
    const body = /\n([\s\S]+)\n-----END/.exec(CERTIFICATE)?.[1] ?? '';
    const broken = CERTIFICATE.replace(body, body.slice(8));
    for (const value of ['', 'password', '-----BEGIN CERTIFICATE-----', broken]) {
      expect(certificatesIn(value)).toEqual([]);
    }
  });
});
