using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace AuditDashboard.Kubernetes.AwsAuth;

/// <summary>One entry of a list in <c>aws-auth</c>: a scalar, or members that are texts or lists of texts.</summary>
internal sealed class AwsAuthEntry(Mark start, string? scalar)
{
    // The authenticator decodes with Go's JSON decoder, which does not care for case: "roleARN" maps as "rolearn" does, and the last one wins.
    private readonly Dictionary<string, (Mark Start, string? Text, List<string>? List)> _members = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Where it begins.</summary>
    public Mark Start { get; } = start;

    /// <summary>The text, where it is one.</summary>
    public string? Scalar { get; } = scalar;

    /// <summary>Sets a member.</summary>
    public void Set(string name, Mark start, string? text, List<string>? list) => _members[name] = (start, text, list);

    /// <summary>A member that must be a text; null where absent or null.</summary>
    public string? Text(string name) =>
        !_members.TryGetValue(name, out var member) ? null
        : member.List is null ? member.Text
        : throw new YamlException(member.Start, member.Start, name + " must be a text, not a list.");

    /// <summary>A member that must be a list of texts; empty where absent or null.</summary>
    public IReadOnlyList<string> List(string name) =>
        !_members.TryGetValue(name, out var member) ? []
        : member.List is not null ? member.List
        : member.Text is null ? []
        : throw new YamlException(member.Start, member.Start, name + " must be a list.");
}

/// <summary>Reads a list of entries out of a stream of YAML events.</summary>
internal sealed class AwsAuthYaml(Parser parser, int maxDepth)
{
    /// <summary>Reads the one document there may be. A text without a document, or null, is an empty list.</summary>
    public IEnumerable<AwsAuthEntry> ReadList(int maxRows)
    {
        parser.Consume<StreamStart>();
        if (!parser.TryConsume<DocumentStart>(out _))
        {
            yield break;
        }

        if (parser.TryConsume<Scalar>(out var scalar))
        {
            if (!IsNull(scalar))
            {
                throw new YamlException(scalar.Start, scalar.End, "The text must be a list; each row begins with \"- \".");
            }
        }
        else
        {
            RefuseAlias();
            if (!parser.TryConsume<SequenceStart>(out _))
            {
                throw new YamlException(parser.Current!.Start, parser.Current.End, "The text must be a list; each row begins with \"- \".");
            }

            for (var rows = 0; !parser.TryConsume<SequenceEnd>(out _); rows++)
            {
                if (rows == maxRows)
                {
                    throw new YamlException(parser.Current!.Start, parser.Current.End, "The list has too many rows.");
                }

                yield return ReadEntry();
            }
        }

        // What follows the first document is not looked at by the authenticator either, but it must be YAML.
        while (parser.MoveNext())
        {
            RefuseAlias();
        }
    }

    private AwsAuthEntry ReadEntry()
    {
        RefuseAlias();
        if (parser.TryConsume<Scalar>(out var scalar))
        {
            return new AwsAuthEntry(scalar.Start, scalar.Value);
        }

        var start = parser.Current!.Start;
        if (!parser.TryConsume<MappingStart>(out _))
        {
            throw new YamlException(start, parser.Current.End, "A row must be a mapping such as \"rolearn: …\".");
        }

        var entry = new AwsAuthEntry(start, null);
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            RefuseAlias();
            if (!parser.TryConsume<Scalar>(out var name))
            {
                throw new YamlException(parser.Current!.Start, parser.Current.End, "The name of a member must be a text.");
            }

            RefuseAlias();
            if (parser.TryConsume<Scalar>(out var value))
            {
                entry.Set(name.Value, value.Start, IsNull(value) ? null : value.Value, null);
            }
            else if (parser.TryConsume<SequenceStart>(out var list))
            {
                entry.Set(name.Value, list.Start, null, ReadTexts());
            }
            else
            {
                SkipNested();
            }
        }

        return entry;
    }

    private List<string> ReadTexts()
    {
        var texts = new List<string>();
        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            RefuseAlias();
            if (!parser.TryConsume<Scalar>(out var text))
            {
                throw new YamlException(parser.Current!.Start, parser.Current.End, "A list must hold texts only.");
            }

            texts.Add(text.Value);
        }

        return texts;
    }

    /// <summary>Skips a value that rows do not have, within the limit of depth.</summary>
    private void SkipNested()
    {
        var depth = 0;
        do
        {
            RefuseAlias();
            var current = parser.Consume<ParsingEvent>();
            depth += current.NestingIncrease;
            if (depth > maxDepth)
            {
                throw new YamlException(current.Start, current.End, "The text is nested too deeply.");
            }
        }
        while (depth > 0);
    }

    private void RefuseAlias()
    {
        if (parser.Accept<AnchorAlias>(out var alias))
        {
            throw new YamlException(alias.Start, alias.End, "Aliases are not followed, so the text cannot be told.");
        }
    }

    private static bool IsNull(Scalar scalar) => scalar is { IsPlainImplicit: true, Style: ScalarStyle.Plain } && scalar.Value is "" or "~" or "null" or "Null" or "NULL";
}
