using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AuditDashboard.FaultCheck;

/// <summary>A straightforward reading of the canned queries by hand, over JsonDocument: no product code, so that both can be wrong only independently.</summary>
public static partial class Truth
{
    private static readonly string[] Writes = ["create", "update", "patch", "delete", "deletecollection"];
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 4_096 };
    private static readonly string[] RbacResources = ["roles", "rolebindings", "clusterroles", "clusterrolebindings"];

    /// <summary>Every canned query, narrowest first.</summary>
    public static IReadOnlyList<string> QueryIds { get; } =
    [
        "aws-auth", "anonymous-granted", "clusterrolebindings", "rolebindings", "clusterroles", "roles", "anonymous-allowed",
        "secrets", "secrets-forbidden", "serviceaccounts", "anonymous", "denied",
    ];

    /// <summary>Ids of the canned queries that select a record; null if it is no JSON object.</summary>
    public static IReadOnlySet<string>? Select(ReadOnlySpan<byte> record)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(record.ToArray(), Deep);
        }
        catch (JsonException)
        {
            return null;
        }

        using (document)
        {
            return document.RootElement.ValueKind == JsonValueKind.Object ? Select(document.RootElement, Encoding.UTF8.GetString(record)) : null;
        }
    }

    private static HashSet<string> Select(JsonElement root, string message)
    {
        var resource = Text(root, "objectRef", "resource");
        var verb = Text(root, "verb");
        var code = Text(root, "responseStatus", "code");
        var uri = Text(root, "requestURI");
        var isAnonymous = Text(root, "user", "username") == "system:anonymous";
        var isWrite = Writes.Contains(verb);
        var isRefused = code is "401" or "403";
        var isSecretRead = resource == "secrets" && (verb == "get" || verb == "watch" || verb == "list");
        var found = new HashSet<string>(StringComparer.Ordinal);
        void Add(string query, bool isSelected)
        {
            if (isSelected)
            {
                found.Add(query);
            }
        }

        foreach (var rbac in RbacResources)
        {
            Add(rbac, resource == rbac && isWrite);
        }

        Add("anonymous-granted", RbacResources.Contains(resource) && isWrite && SubjectAnonymous().IsMatch(message));
        Add("secrets", isSecretRead && code == "401");
        Add("secrets-forbidden", isSecretRead && code == "403");
        Add("anonymous", isAnonymous && isRefused);
        Add("denied", isRefused);
        Add("serviceaccounts", resource == "serviceaccounts" && isWrite);
        Add("aws-auth", resource == "configmaps" && Text(root, "objectRef", "namespace") == "kube-system"
            && ((Text(root, "objectRef", "name") == "aws-auth" && isWrite) || verb == "deletecollection"));
        Add("anonymous-allowed", isAnonymous && int.TryParse(code, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) && number < 400
            && (uri is null || !Probe().IsMatch(uri)));
        return found;
    }

    [GeneratedRegex("""^/(healthz|livez|readyz|version)([/?]|$)""")]
    private static partial Regex Probe();

    [GeneratedRegex("\"subjects\\\\?\"\\s*:.*\"name\\\\?\"\\s*:\\s*\\\\?\"system:(anonymous|unauthenticated)\\\\?\"", RegexOptions.Singleline)]
    private static partial Regex SubjectAnonymous();

    private static string? Text(JsonElement element, params string[] path)
    {
        foreach (var name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
            {
                return null;
            }
        }

        return element.ValueKind switch
        {
            JsonValueKind.String => element.GetString(),
            JsonValueKind.Number => element.GetRawText(),
            _ => null,
        };
    }
}
