using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace AuditDashboard.Kubernetes.AwsAuth;

/// <summary>Reads the first document of a stream of YAML events, as the authenticator does: what follows it is not looked at.</summary>
internal sealed class AwsAuthYaml(Parser parser, int maxDepth, int maxNodes)
{
    /// <summary>Where nearly all of a text is repetition, the authenticator refuses it.</summary>
    private const double MostRepeated = 0.99;
    private const int FewValues = 1_000;

    private readonly Dictionary<string, AwsAuthNode> _anchors = new(StringComparer.Ordinal);
    private int _nodes;

    /// <summary>The document; null where there is none.</summary>
    public AwsAuthNode? Read()
    {
        parser.Consume<StreamStart>();
        if (!parser.TryConsume<DocumentStart>(out _))
        {
            return null;
        }

        var root = ReadNode(0);
        parser.Consume<DocumentEnd>();
        return root.Weight <= FewValues || (root.Weight <= maxNodes && root.Weight - _nodes <= MostRepeated * root.Weight)
            ? root
            : throw new YamlException(root.Start, root.Start, "Aliases repeat too much.");
    }

    private AwsAuthNode ReadNode(int depth)
    {
        if (depth > maxDepth)
        {
            throw Refused("The text is nested too deeply.");
        }

        if (++_nodes > maxNodes)
        {
            throw Refused("The text holds too many values.");
        }

        if (parser.TryConsume<AnchorAlias>(out var alias))
        {
            return _anchors.TryGetValue(alias.Value.Value, out var named) ? named : throw new YamlException(alias.Start, alias.End, "An alias names no anchor before it.");
        }

        var anchor = parser.Accept<NodeEvent>(out var node) ? node.Anchor : AnchorName.Empty;
        var read = ReadOwn(depth);
        if (!anchor.IsEmpty)
        {
            _anchors[anchor.Value] = read;
        }

        return read;
    }

    private AwsAuthNode ReadOwn(int depth)
    {
        if (parser.TryConsume<Scalar>(out var scalar))
        {
            return AwsAuthScalar.Of(scalar);
        }

        if (parser.TryConsume<SequenceStart>(out var list))
        {
            var items = new List<AwsAuthNode>();
            while (!parser.TryConsume<SequenceEnd>(out _))
            {
                items.Add(ReadNode(depth + 1));
            }

            return new AwsAuthSequence(items, list.Start);
        }

        var start = parser.Consume<MappingStart>().Start;
        var members = new Dictionary<string, AwsAuthNode>(StringComparer.Ordinal);
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var isMerge = parser.Accept<Scalar>(out var key) && key is { Value: "<<", Style: ScalarStyle.Plain };
            var name = ReadNode(depth + 1) as AwsAuthScalar ?? throw Refused("The name of a member must be a text.");
            var value = ReadNode(depth + 1);
            if (isMerge)
            {
                Merge(members, value);
            }
            else
            {
                members[name.Value] = value;
            }
        }

        return new AwsAuthMapping(members, start);
    }

    /// <summary><c>&lt;&lt;: *base</c> takes over the members of another mapping, or of several, of which the first wins.</summary>
    private void Merge(Dictionary<string, AwsAuthNode> members, AwsAuthNode value)
    {
        var sources = value is AwsAuthSequence list ? list.Items : [value];
        foreach (var source in sources.Reverse())
        {
            if (source is not AwsAuthMapping mapping)
            {
                throw new YamlException(value.Start, value.Start, "Only mappings can be merged.");
            }

            foreach (var (name, member) in mapping.Members)
            {
                members[name] = ++_nodes <= maxNodes ? member : throw new YamlException(value.Start, value.Start, "The text holds too many values.");
            }
        }
    }

    private YamlException Refused(string words) => new(parser.Current?.Start ?? Mark.Empty, parser.Current?.End ?? Mark.Empty, words);
}
