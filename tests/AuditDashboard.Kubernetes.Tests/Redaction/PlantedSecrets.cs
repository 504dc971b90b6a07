using System.Text;

namespace AuditDashboard.Kubernetes.Tests.Redaction;

/// <summary>Events with secrets in every place they are known to turn up. Each secret holds <see cref="Canary"/> and must be gone, all else must stay.</summary>
internal static class PlantedSecrets
{
    /// <summary>A word that stands in every planted secret and nowhere else, in the form that is searched for.</summary>
    public const string Canary = "q7Zx9Wv3Kp";

    private const string Jwt = "eyJhbGciOiJSUzI1NiIsImtpZCI6Ing" + Canary + ".eyJpc3MiOiJrdWJlcm5ldGVzL3NlcnZpY2VhY2NvdW50" + Canary + ".c2ln-" + Canary + "_abc";
    private const string AwsSecret = "wJalrXUtnFEMI/K7MDENG/" + Canary + "CYEXAMP";

    private static readonly string PrivateKey =
        "-----BEGIN RSA PRIVATE KEY-----\\nMIIEow" + Canary + "\\n" + Canary + "==\\n-----END RSA PRIVATE KEY-----\\n";

    private static readonly string EncodedPrivateKey =
        Convert.ToBase64String(Encoding.ASCII.GetBytes("-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA")) + Canary;

    /// <summary>Name and event.</summary>
    public static IEnumerable<(string Name, string Json)> All() => Templates().Select(template => (template.Name, template.Json
        .Replace("CANARY", Canary, StringComparison.Ordinal)
        .Replace("AWSSECRET", AwsSecret, StringComparison.Ordinal)
        .Replace("ENCODEDKEY", EncodedPrivateKey, StringComparison.Ordinal)
        .Replace("JWT", Jwt, StringComparison.Ordinal)));

    private static IEnumerable<(string Name, string Json)> Templates()
    {
        // Bodies of Secrets.
        yield return ("create", Secret("create", body: """{"kind":"Secret","apiVersion":"v1","metadata":{"name":"db"},"data":{"password":"CANARY","empty":"","n":null},"type":"Opaque"}"""));
        yield return ("create stringData", Secret("create", body: """{"kind":"Secret","stringData":{"password":"plain CANARY text"}}"""));
        yield return ("create without kind", Secret("create", body: """{"metadata":{"name":"db"},"data":{"password":"CANARY"}}"""));
        yield return ("update, both bodies", Secret("update", body: """{"kind":"Secret","data":{"a":"CANARY"}},"responseObject":{"kind":"Secret","data":{"a":"CANARY"}}"""));
        yield return ("number in stringData", Secret("create", body: """{"kind":"Secret","stringData":{"pin":10203040506}}""").Replace("10203040506", "9" + "0000111122", StringComparison.Ordinal));
        yield return ("nested data", Secret("create", body: """{"kind":"Secret","data":{"a":{"b":["CANARY",{"c":"CANARY"}]}}}"""));
        yield return ("data a text", Secret("create", body: """{"kind":"Secret","data":"CANARY"}"""));
        yield return ("escaped member name", Secret("create", body: """{"kind":"Secret","d\u0061ta":{"a":"CANARY"}}"""));
        yield return ("escaped kind elsewhere", Other("""{"kind":"S\u0065cret","data":{"a":"CANARY"}}"""));
        yield return ("two kinds", Other("""{"kind":"Secret","data":{"a":"CANARY"},"kind":"Pod"}"""));
        yield return ("data twice", Secret("create", body: """{"kind":"Secret","data":{"a":"CANARY"},"data":{"a":"CANARY2"}}"""));
        yield return ("list", Secret("list", response: """{"kind":"SecretList","items":[{"metadata":{"name":"a"},"data":{"x":"CANARY"}},{"data":{"y":"CANARY"}}]}"""));
        yield return ("list by kind alone", Other("""{"kind":"SecretList","items":[{"metadata":{"name":"a"},"data":{"x":"CANARY"}}]}"""));
        yield return ("mixed list", Other("""{"kind":"List","items":[{"kind":"Secret","data":{"x":"CANARY"}},{"kind":"ConfigMap","data":{"x":"stays"}}]}"""));
        yield return ("table", Secret("list", response: """{"kind":"Table","rows":[{"cells":["a"],"object":{"kind":"Secret","data":{"x":"CANARY"}}}]}"""));
        yield return ("table without kind", Secret("list", response: """{"kind":"Table","rows":[{"cells":["a"],"object":{"data":{"x":"CANARY"}}}]}"""));
        yield return ("watch", Secret("watch", response: """{"type":"ADDED","object":{"data":{"x":"CANARY"}}}"""));
        yield return ("by the path alone", """{"kind":"Event","verb":"create","requestURI":"/api/v1/namespaces/a/secrets","requestObject":{"data":{"x":"CANARY"}}}""");
        yield return ("body in a text", Secret("create", body: """ "{\"data\":{\"x\":\"CANARY\"}}" """));
        yield return ("body no JSON", Secret("create", body: $"\"data:\\n  x: {Canary}\\n\""));
        yield return ("admission review", Other("""{"kind":"AdmissionReview","request":{"object":{"kind":"Secret","data":{"x":"CANARY"}}}}"""));

        // Patches.
        yield return ("merge patch", Secret("patch", body: """{"data":{"password":"CANARY"}}"""));
        yield return ("strategic patch", Secret("patch", body: """{"$setElementOrder/x":[],"stringData":{"$retainKeys":["password"],"password":"CANARY"}}"""));
        yield return ("JSON patch", Secret("patch", body: """[{"op":"replace","path":"/data/password","value":"CANARY"}]"""));
        yield return ("JSON patch, all data", Secret("patch", body: """[{"op":"add","path":"/data","value":{"a":"CANARY"}}]"""));
        yield return ("JSON patch, stringData", Secret("patch", body: """[{"op":"add","path":"/stringData/a~1b","value":"CANARY"}]"""));
        yield return ("JSON patch, whole object", Secret("patch", body: """[{"op":"replace","path":"","value":{"data":{"a":"CANARY"}}}]"""));
        yield return ("JSON patch, path escaped", Secret("patch", body: """[{"value":"CANARY","path":"\/d\u0061ta\/x","op":"test"}]"""));
        yield return ("webhook's patch", Secret("create", body: "{}", annotations: """{"patch.webhook.admission.k8s.io/round_0_index_0":"{\"patch\":[{\"op\":\"add\",\"path\":\"/data/x\",\"value\":\"CANARY\"}]}"}"""));

        // Last-applied annotations.
        yield return ("last applied", Secret("update", body: """{"kind":"Secret","metadata":{"annotations":{"kubectl.kubernetes.io/last-applied-configuration":"{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"stringData\":{\"password\":\"CANARY\"}}\n"}}}"""));
        yield return ("last applied, kind last", Secret("patch", body: """{"metadata":{"annotations":{"kubectl.kubernetes.io/last-applied-configuration":"{\"data\":{\"n\":{\"m\":\"CANARY\"}},\"kind\":\"Secret\"}"}}}"""));
        yield return ("last applied in JSON patch", Secret("patch", body: """[{"op":"add","path":"/metadata/annotations/kubectl.kubernetes.io~1last-applied-configuration","value":"{\"data\":{\"x\":\"CANARY\"}}"}]"""));
        yield return ("last applied in last applied", Secret("update", body: """{"metadata":{"annotations":{"a":"{\"metadata\":{\"annotations\":{\"b\":\"{\\\"kind\\\":\\\"Secret\\\",\\\"data\\\":{\\\"x\\\":\\\"CANARY\\\"}}\"}}}"}}}"""));
        yield return ("last applied with escapes", Other("""{"metadata":{"annotations":{"kubectl.kubernetes.io/last-applied-configuration":"\u007b\"kind\":\"\u0053ecret\",\"d\\u0061ta\":{\"x\":\"CANARY\"}}"}}}"""));
        yield return ("last applied cut off", Secret("update", body: """{"metadata":{"annotations":{"kubectl.kubernetes.io/last-applied-configuration":"{\"kind\":\"Secret\",\"data\":{\"x\":\"CANARY"}}}"""));
        yield return ("number in last applied", Other("""{"metadata":{"annotations":{"x":"{\"kind\":\"Secret\",\"stringData\":{\"pin\":90000111122}}"}}}"""));

        // Tokens of service accounts and reviews.
        yield return ("TokenRequest", Event("create", "serviceaccounts", "token", response: """{"kind":"TokenRequest","status":{"token":"opaque-CANARY","expirationTimestamp":"2026-01-01T00:00:00Z"}}"""));
        yield return ("TokenRequest without kind", Event("create", "serviceaccounts", "token", response: """{"status":{"token":"opaque-CANARY"}}"""));
        yield return ("TokenReview", Event("create", "tokenreviews", null, body: """{"kind":"TokenReview","spec":{"token":"opaque-CANARY"}}"""));
        yield return ("TokenReview by kind alone", Other("""{"kind":"TokenReview","spec":{"token":"opaque-CANARY"}}"""));

        // Token shapes anywhere.
        foreach (var (name, text) in Texts())
        {
            yield return (name + " in a URI", Envelope("requestURI", "/api/v1/pods?x=" + text));
            yield return (name + " in the user agent", Envelope("userAgent", "curl " + text));
            yield return (name + " in the status message", Event("get", "pods", null).Replace("\"code\":200", "\"code\":403,\"message\":\"no: " + text + "\"", StringComparison.Ordinal));
            yield return (name + " in an annotation", Event("get", "pods", null, annotations: "{\"a\":\"" + text + "\"}"));
            yield return (name + " in a body", Other("""{"kind":"Pod","spec":{"containers":[{"args":["--x=TEXT","y"]}]}}""".Replace("TEXT", text, StringComparison.Ordinal)));
        }

        yield return ("JWT in user.extra", Event("get", "pods", null).Replace("\"username\":\"u\"", $"\"username\":\"u\",\"extra\":{{\"t\":[\"{Jwt}\"]}}", StringComparison.Ordinal));
        yield return ("JWT in a member name", Other("""{"kind":"Pod","metadata":{"labels":{"JWT":"x"}}}"""));
        yield return ("JWT with escapes", Other("""{"a":"\u0065yJ""" + Jwt[3..].Replace(".", "\\u002e", StringComparison.Ordinal) + "\"}"));
        yield return ("JWT in nested JSON", Other("""{"a":"{\"b\":\"{\\\"c\\\":\\\"JWT\\\"}\"}"}"""));
        yield return ("JWT with percent", Envelope("requestURI", "/x?y=" + Jwt.Replace(".", "%2E", StringComparison.Ordinal)));
        yield return ("JWT cut off", Envelope("userAgent", Jwt[..(Jwt.LastIndexOf('.') - 3)]));
        yield return ("presigned URI", Envelope("requestURI", $"/proxy?X-Amz-Credential=AKIAEXAMPLE\\u0026X-Amz-Signature={Canary}\\u0026X-Amz-Security-Token=IQoJ{Canary}%2F%2B"));
        yield return ("environment", Other("""{"env":[{"name":"AWS_SECRET_ACCESS_KEY","value":"AWSSECRET"},{"name":"AWS_SESSION_TOKEN","value":"IQoJb3JpZ2luX2VjCANARY"}]}"""));
        yield return ("credentials", Other("""{"AccessKeyId":"ASIAEXAMPLE","SecretAccessKey":"AWSSECRET","SessionToken":"IQoJb3JpZ2luX2VjCANARY"}"""));
        yield return ("kubeconfig in a ConfigMap", Other("""{"kind":"ConfigMap","data":{"config":"client-key-data: ENCODEDKEY\n"}}"""));
    }

    /// <summary>Texts that hold a token; JSON-escaped.</summary>
    private static IEnumerable<(string Name, string Text)> Texts() =>
    [
        ("JWT", Jwt),
        ("EKS token", "k8s-aws-v1.aHR0cHM6Ly9zdHMu" + Canary),
        ("bearer", "Bearer " + Canary + "-opaque"),
        ("private key", PrivateKey),
        ("AWS secret", "aws_secret_access_key = " + AwsSecret),
    ];

    private static string Secret(string verb, string? body = null, string? response = null, string? annotations = null) =>
        Event(verb, "secrets", null, body, response, annotations);

    private static string Other(string body) => Event("create", "widgets", null, body);

    private static string Envelope(string member, string text) =>
        """{"kind":"Event","verb":"get","user":{"username":"u"},"MEMBER":"TEXT","responseStatus":{"code":200}}"""
            .Replace("MEMBER", member, StringComparison.Ordinal).Replace("TEXT", text, StringComparison.Ordinal);

    private static string Event(string verb, string resource, string? subresource, string? body = null, string? response = null, string? annotations = null) =>
        """{"kind":"Event","verb":"VERB","user":{"username":"u"},"objectRef":{"resource":"RESOURCE","namespace":"a","name":"b"},"responseStatus":{"code":200}"""
            .Replace("VERB", verb, StringComparison.Ordinal)
            .Replace("RESOURCE", resource + (subresource is null ? "" : "\",\"subresource\":\"" + subresource), StringComparison.Ordinal)
        + (body is null ? "" : ",\"requestObject\":" + body)
        + (response is null ? "" : ",\"responseObject\":" + response)
        + (annotations is null ? "" : ",\"annotations\":" + annotations)
        + "}";
}
