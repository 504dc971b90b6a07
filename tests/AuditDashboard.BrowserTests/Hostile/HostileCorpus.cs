using System.Globalization;

namespace AuditDashboard.BrowserTests.Hostile;

/// <summary>Records with a hostile string in every field.</summary>
internal static class HostileCorpus
{
    private const string Rbac = "rbac.authorization.k8s.io";

    /// <summary>Records whose every field holds a string: changes, refused requests of any verb and resource, secrets, anonymous, aws-auth, some with all strings at once, and broken ones.</summary>
    /// <param name="now">The newest is a minute older.</param>
    public static IEnumerable<string> Records(DateTimeOffset now)
    {
        var literals = HostileStrings.Literals;
        for (var i = 0; i < literals.Count; i++)
        {
            var at = now.AddMinutes(-1).AddSeconds(-8 * i);
            var text = literals[i];
            var resource = i % 2 == 0 ? "\"roles\"" : "\"clusterrolebindings\"";
            yield return Record(at, text, "\"update\"", $$"""{"resource":{{resource}},"apiGroup":"{{Rbac}}","apiVersion":{{text}},"namespace":{{text}},"name":{{text}},"uid":{{text}},"resourceVersion":{{text}}}""", 200, text, text, Body(text));
            yield return Record(at.AddSeconds(1), text, text, $$"""{"resource":{{text}},"subresource":{{text}},"apiGroup":{{text}},"namespace":{{text}},"name":{{text}}}""", 403, text, text, $"\"requestObject\":{text},\"responseObject\":[{text}],");
            yield return Record(at.AddSeconds(2), text, "\"get\"", $$"""{"resource":"secrets","namespace":{{text}},"name":{{text}}}""", 403, "\"ResponseComplete\"", text, "");
            yield return Record(at.AddSeconds(3), "\"system:anonymous\"", "\"get\"", null, 401, "\"ResponseStarted\"", text, "");
        }

        const int Together = 10;
        for (var i = 0; i < literals.Count; i += Together)
        {
            var texts = literals.Skip(i).Take(Together).Select(literal => literal[1..^1]).ToList();
            var rows = string.Concat(texts.Select(text => $"- rolearn: {text}\\n  username: {text}\\n  groups: [{text}]\\n"));
            yield return Record(
                now.AddMinutes(-2).AddSeconds(-i), literals[i], "\"update\"", """{"resource":"configmaps","namespace":"kube-system","name":"aws-auth"}""", 200, "\"ResponseComplete\"", literals[i],
                $$"""
                "requestObject":{"kind":"ConfigMap","metadata":{"name":"aws-auth","labels":{ {{literals[i]}}:{{literals[i]}} } },"data":{"mapRoles":"{{rows}}","mapUsers":"{{string.Join("\\n", texts)}}",{{literals[i]}}:{{literals[i]}} } },
                """);
        }

        const int Whole = 80;
        for (var i = 0; i < literals.Count; i += Whole)
        {
            var texts = literals.Skip(i).Take(Whole).ToList();
            var list = string.Join(',', texts);
            yield return Record(
                now.AddSeconds(-30 - i), $"\"all-{i}\"", "\"create\"", $$"""{"resource":"roles","apiGroup":"{{Rbac}}","namespace":"all","name":"all-{{i}}"}""", 201, "\"ResponseComplete\"", texts[0],
                $$"""
                "requestObject":{"kind":"Role","metadata":{"name":"all","annotations":{ {{string.Join(',', texts.Select(text => $"{text}:{text}"))}} } },"rules":[{"apiGroups":[{{list}}],"resources":[{{list}}],"resourceNames":[{{list}}],"verbs":[{{list}}]}]},
                """);
        }

        foreach (var text in literals)
        {
            // The verb's value is cut off: what is left cannot be read, but holds the words of a query.
            yield return $$"""{"kind":"Event","objectRef":{"resource":"roles","name":{{text}}},"user":{"username":{{text}}},"verb":"update""";
        }
    }

    private static string Record(DateTimeOffset at, string user, string verb, string? objectRef, int code, string stage, string text, string body)
    {
        var time = at.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
        var who = user == "\"system:anonymous\"" ? "" : $"\"impersonatedUser\":{{\"username\":{text},\"groups\":[{text}],\"extra\":{{{text}:[{text}]}}}},";
        var what = objectRef is null ? "" : $"\"objectRef\":{objectRef},";
        return string.Concat(
            $"{{\"kind\":\"Event\",\"apiVersion\":\"audit.k8s.io/v1\",\"level\":\"RequestResponse\",\"auditID\":{text},\"stage\":{stage},\"requestURI\":{text},\"verb\":{verb},",
            $"\"user\":{{\"username\":{user},\"uid\":{text},\"groups\":[{text},{text}],\"extra\":{{{text}:[{text}],\"arn\":[{text}],\"canonicalArn\":[{text}],\"sessionName\":[{text}],\"accessKeyId\":[{text}],\"principalId\":[{text}]}}}},",
            $"{who}\"sourceIPs\":[{text},{text}],\"userAgent\":{text},{what}\"responseStatus\":{{\"metadata\":{{}},\"code\":{code},\"status\":{text},\"reason\":{text},\"message\":{text},\"details\":{{\"name\":{text},\"causes\":[{{\"message\":{text}}}]}}}},",
            body.Trim(),
            $"\"requestReceivedTimestamp\":\"{time}\",\"stageTimestamp\":\"{time}\",\"annotations\":{{{text}:{text},\"authorization.k8s.io/decision\":{text},\"authorization.k8s.io/reason\":{text}}}}}");
    }

    private static string Body(string text) =>
        $$"""
        "requestObject":{"kind":"Role","metadata":{"name":{{text}},"namespace":{{text}},"labels":{ {{text}}:{{text}} } },"rules":[{"apiGroups":[{{text}}],"resources":[{{text}}],"verbs":["*",{{text}}],"resourceNames":[{{text}}],"nonResourceURLs":[{{text}}]}],"roleRef":{"apiGroup":{{text}},"kind":{{text}},"name":{{text}}},"subjects":[{"kind":{{text}},"name":{{text}},"namespace":{{text}},"apiGroup":{{text}}}]},"responseObject":{"kind":{{text}},{{text}}:{{text}} },
        """;
}
