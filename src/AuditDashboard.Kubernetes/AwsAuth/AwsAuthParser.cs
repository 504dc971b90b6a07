using YamlDotNet.Core;

namespace AuditDashboard.Kubernetes.AwsAuth;

/// <summary>Reads the YAML in <c>aws-auth</c>, which anyone who may edit the ConfigMap has written.</summary>
/// <remarks>
/// Read event by event, so that nothing is built but rows: at most <see cref="MaxLength"/> characters, <see cref="MaxDepth"/> levels and
/// <see cref="MaxRows"/> rows, and no aliases, without which a short text cannot grow into a long one.
/// </remarks>
public static class AwsAuthParser
{
    /// <summary>Longest text in characters; a ConfigMap cannot hold more than 1 MiB.</summary>
    public const int MaxLength = 1024 * 1024;

    /// <summary>Deepest nesting; a row takes three levels.</summary>
    public const int MaxDepth = 16;

    /// <summary>Most rows of a key.</summary>
    public const int MaxRows = 20_000;

    /// <summary>Reads all keys. Never throws on content.</summary>
    public static AwsAuthContent Parse(AwsAuthText text)
    {
        var rows = new List<AwsAuthRow>();
        var faults = new List<AwsAuthFault>();
        foreach (var (key, value) in text.Keys)
        {
            var read = new List<AwsAuthRow>();
            if (ParseKey(key, value, read) is { } fault)
            {
                faults.Add(fault);
            }
            else
            {
                rows.AddRange(read);
            }
        }

        return new AwsAuthContent(rows, faults);
    }

    private static AwsAuthFault? ParseKey(string key, string text, List<AwsAuthRow> rows)
    {
        if (text.Length > MaxLength)
        {
            return new AwsAuthFault(key, 1, 1, "The text is longer than a ConfigMap can be.");
        }

        using var reader = new StringReader(text);
        var yaml = new AwsAuthYaml(new Parser(reader), MaxDepth);
        try
        {
            foreach (var entry in yaml.ReadList(MaxRows))
            {
                rows.Add(ToRow(key, entry));
            }

            return null;
        }
        catch (YamlException exception)
        {
            return new AwsAuthFault(key, Math.Max(1, exception.Start.Line), Math.Max(1, exception.Start.Column), Sentence(exception.Message));
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or IndexOutOfRangeException or FormatException or OverflowException)
        {
            // YamlDotNet lets such escape on some broken texts; to the reader they are one more way of not parsing.
            return new AwsAuthFault(key, 1, 1, "The text is not valid YAML.");
        }
    }

    private static AwsAuthRow ToRow(string key, AwsAuthEntry entry)
    {
        if (key == "mapAccounts")
        {
            return entry.Scalar is { } account
                ? new AwsAuthRow(AwsAuthRowKind.Account, account, null, [])
                : throw new YamlException(entry.Start, entry.Start, "An account must be a text.");
        }

        if (entry.Scalar is not null)
        {
            throw new YamlException(entry.Start, entry.Start, "A row must be a mapping such as \"rolearn: …\".");
        }

        var isRole = key == "mapRoles";
        return new AwsAuthRow(isRole ? AwsAuthRowKind.Role : AwsAuthRowKind.User, entry.Text(isRole ? "rolearn" : "userarn") ?? "", entry.Text("username"), entry.List("groups"));
    }

    /// <summary>The library's message in the house's words: one sentence, no trace of positions, bounded.</summary>
    private static string Sentence(string message)
    {
        var colon = message.StartsWith('(') ? message.IndexOf("): ", StringComparison.Ordinal) : -1;
        var text = (colon < 0 ? message : message[(colon + 3)..]).Trim();
        text = text.Length > 200 ? text[..200] : text;
        return text.EndsWith('.') ? text : text + ".";
    }
}
