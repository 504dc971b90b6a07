using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AuditDashboard.Queries.Tests;

/// <summary>
/// What each query of the catalog selects, read by hand with JsonDocument and nothing of the engine: slow, plain, and written from
/// the design's table rather than from the catalog's texts.
/// </summary>
internal static partial class HandReading
{
    private static readonly string[] Writes = ["create", "update", "patch", "delete", "deletecollection"];

    public static IReadOnlySet<string> Select(byte[] record)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        JsonDocument document;
        try
        {
            var span = record.AsMemory(record.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? 3 : 0);
            document = JsonDocument.Parse(span, new JsonDocumentOptions { MaxDepth = 4_096 });
        }
        catch (JsonException)
        {
            return found;
        }

        using (document)
        {
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                Read(document.RootElement, record, found);
            }
        }

        return found;
    }

    private static void Read(JsonElement e, byte[] record, HashSet<string> found)
    {
        var resource = Text(e, "objectRef", "resource");
        var name = Text(e, "objectRef", "name");
        var space = Text(e, "objectRef", "namespace");
        var verb = Text(e, "verb");
        var user = Text(e, "user", "username");
        var code = Number(Text(e, "responseStatus", "code"));
        var isWrite = Writes.Contains(verb);
        var isRefused = code is 401 or 403;

        void If(bool condition, string id)
        {
            if (condition)
            {
                found.Add(id);
            }
        }

        foreach (var kind in new[] { "roles", "rolebindings", "clusterroles", "clusterrolebindings" })
        {
            If(resource == kind && isWrite, kind);
            If(resource == kind && isWrite && NamesEveryone(e, record), "anonymous-granted");
        }

        If(resource == "configmaps" && space == "kube-system" && ((name == "aws-auth" && isWrite) || verb == "deletecollection"), "aws-auth");
        If(resource == "secrets" && verb is "get" or "watch" or "list" && resource == "secrets" && code == 401, "secrets");
        If(resource == "secrets" && verb is "get" or "watch" or "list" && resource == "secrets" && code == 403, "secrets-forbidden");
        If(user == "system:anonymous" && isRefused, "anonymous");
        If(isRefused, "denied");
        If(resource == "serviceaccounts" && isWrite, "serviceaccounts");

        var path = Text(e, "requestURI");
        var isOpen = path is not null && OpenPaths().IsMatch(path);
        If(user == "system:anonymous" && code < 400 && !isOpen, "anonymous-allowed");
    }

    [GeneratedRegex(@"^/(healthz|livez|readyz|version)(/|\?|$)")]
    private static partial Regex OpenPaths();

    [GeneratedRegex("\"subjects\\\\?\"\\s*:.*\"name\\\\?\"\\s*:\\s*\\\\?\"system:(anonymous|unauthenticated)\\\\?\"", RegexOptions.Singleline)]
    private static partial Regex SubjectInText();

    private static bool NamesEveryone(JsonElement e, byte[] record)
    {
        foreach (var body in new[] { "requestObject", "responseObject" })
        {
            if (Member(e, body) is { } found && Member(found, "subjects") is { ValueKind: JsonValueKind.Array } subjects
                && subjects.EnumerateArray().Any(s => Text(s, "name") is "system:anonymous" or "system:unauthenticated"))
            {
                return true;
            }
        }

        return SubjectInText().IsMatch(Encoding.UTF8.GetString(record));
    }

    private static JsonElement? Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : null;

    private static string? Text(JsonElement element, params string[] path)
    {
        JsonElement? at = element;
        foreach (var name in path)
        {
            at = at is { } known ? Member(known, name) : null;
        }

        return at is not { } value ? null : value.ValueKind switch
        {
            JsonValueKind.String => SafeText(value),
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
            _ => null,
        };
    }

    private static string SafeText(JsonElement value)
    {
        try
        {
            return value.GetString()!; // a string by its kind
        }
        catch (InvalidOperationException)
        {
            return "\uFFFD";
        }
    }

    private static decimal? Number(string? text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}
