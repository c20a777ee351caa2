import { execFile } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { openRedis } from "./__fixtures__/open-redis.ts";
import { samplePart } from "./__fixtures__/sample-user.ts";
import { useRedis } from "./testing/use-redis.ts";

const run = promisify(execFile);
const program = fileURLToPath(new URL("__fixtures__/open-by-location.ts", import.meta.url));

describe("a server with TLS", () => {
  const redis = useRedis(process.env, async (find) => {
    const opened = await openRedis(await find());
    const { client, server } = opened;
    const [certificate, key] = [join(server.directory, "certificate.pem"), join(server.directory, "key.pem")];
    const subject = ["-subj", "/CN=lifelong", "-addext", "subjectAltName=IP:127.0.0.1"];
    await run("openssl", [
      "req",
      "-x509",
      "-newkey",
      "rsa:2048",
      "-nodes",
      ...subject,
      "-keyout",
      key,
      "-out",
      certificate,
    ]);
    const files = { "tls-cert-file": certificate, "tls-key-file": key, "tls-ca-cert-file": certificate };
    // The port ten thousand above is free too, since nodes of a cluster take it.
    const port = server.port + 10_000;
    await client.configSet({ ...files, "tls-auth-clients": "no", "tls-port": String(port) });
    return { ...opened, certificate, address: `127.0.0.1:${port}` };
  });

  /** What the program prints, in an environment that trusts the certificate or does not. */
  async function headOver(address: string, trusted: object): Promise<unknown> {
    const { stdout } = await run(process.execPath, [program, `rediss://ann:s3cret@${address}`, "u"], {
      env: { ...trusted },
    });
    return JSON.parse(stdout);
  }

  test("is opened by rediss://, with the certificates that Node trusts", async () => {
    const { address, certificate, client, store } = redis();
    await client.sendCommand(["ACL", "SETUSER", "ann", "on", ">s3cret", "allkeys", "+@all"]);
    await store.appendPart("u", samplePart("first"));
    expect(await headOver(address, { NODE_EXTRA_CA_CERTS: certificate })).toEqual(await store.readHead("u"));
  });

  test("is refused where its certificate is not trusted, without the password in what is printed", async () => {
    const refused = headOver(redis().address, {}).catch((error: { stderr: string }) => error.stderr);
    const printed = String(await refused);
    expect(printed).toContain("STORE_UNAVAILABLE");
    expect(printed).not.toContain("s3cret");
  });
});
