using YamlDotNet.Core;

namespace AuditDashboard.Kubernetes.AwsAuth;

/// <summary>Reads the YAML in <c>aws-auth</c>, which anyone who may edit the ConfigMap has written.</summary>
/// <remarks>
/// At most <see cref="MaxLength"/> characters, <see cref="MaxDepth"/> levels, <see cref="MaxNodes"/> values and <see cref="MaxRows"/> rows. Aliases are
/// followed without copying, and what they repeat is counted, so that a short text cannot grow into a long one.
/// </remarks>
public static class AwsAuthParser
{
    /// <summary>Longest text in characters; a ConfigMap cannot hold more than 1 MiB.</summary>
    public const int MaxLength = 1024 * 1024;

    /// <summary>Deepest nesting; a row takes three levels.</summary>
    public const int MaxDepth = 16;

    /// <summary>Most rows of a key.</summary>
    public const int MaxRows = 20_000;

    /// <summary>Most values of a key, and most groups of all its rows.</summary>
    public const int MaxNodes = 400_000;

    /// <summary>Most values of a key that are told to be passed over; there may be more.</summary>
    public const int MaxSkipped = 20;

    /// <summary>Reads all keys. Never throws on content.</summary>
    public static AwsAuthContent Parse(AwsAuthText text)
    {
        var rows = new List<AwsAuthRow>();
        var faults = new List<AwsAuthFault>();
        foreach (var (key, value) in text.Keys)
        {
            var read = new List<AwsAuthRow>();
            var skipped = new List<AwsAuthFault>();
            if (ParseKey(key, value, read, skipped) is { } fault)
            {
                faults.Add(fault);
            }
            else
            {
                rows.AddRange(read);
                faults.AddRange(skipped);
            }
        }

        return new AwsAuthContent(rows, faults);
    }

    private static AwsAuthFault? ParseKey(string key, string text, List<AwsAuthRow> rows, List<AwsAuthFault> skipped)
    {
        if (text.Length > MaxLength)
        {
            return new AwsAuthFault(key, 1, 1, "The text is longer than a ConfigMap can be.");
        }

        // The authenticator takes an empty pair of quotes or backquotes for nothing, though the latter is no YAML.
        if (text.AsSpan().Trim() is "" or "``" or "\"\"")
        {
            return null;
        }

        using var source = new StringReader(text);
        try
        {
            switch (new AwsAuthYaml(new Parser(source), MaxDepth, MaxNodes).Read())
            {
                case null or AwsAuthScalar { Kind: AwsAuthScalarKind.Null }:
                    return null;
                case AwsAuthSequence { Items: var entries }:
                    var reader = new AwsAuthRowReader(key, MaxNodes);
                    if (entries.Count > MaxRows)
                    {
                        throw new YamlException(entries[MaxRows].Start, entries[MaxRows].Start, "The list has too many rows.");
                    }

                    rows.AddRange(entries.Select(reader.Read).OfType<AwsAuthRow>());
                    skipped.AddRange(reader.Skipped);
                    return null;
                case var other:
                    throw new YamlException(other.Start, other.Start, "The text must be a list; each row begins with \"- \".");
            }
        }
        catch (YamlException exception)
        {
            return new AwsAuthFault(key, Math.Max(1, exception.Start.Line), Math.Max(1, exception.Start.Column), Sentence(exception.Message) + Doubt(text));
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or IndexOutOfRangeException or FormatException or OverflowException)
        {
            // YamlDotNet lets such escape on some broken texts; to the reader they are one more way of not parsing.
            return new AwsAuthFault(key, 1, 1, "The text is not valid YAML." + Doubt(text));
        }
    }

    /// <summary>YamlDotNet 18.1 does not read <c>{a: &amp;x b, c: d}</c>, which is YAML.</summary>
    private static string Doubt(string text) =>
        text.Contains('&', StringComparison.Ordinal) ? " It holds an anchor, which is not understood here in every place: it may be read all the same." : "";

    /// <summary>The library's message in the house's words: one sentence, no trace of positions, bounded.</summary>
    private static string Sentence(string message)
    {
        var colon = message.StartsWith('(') ? message.IndexOf("): ", StringComparison.Ordinal) : -1;
        var text = (colon < 0 ? message : message[(colon + 3)..]).Trim();
        text = text.Length > 200 ? text[..200] : text;
        return text.EndsWith('.') ? text : text + ".";
    }
}
