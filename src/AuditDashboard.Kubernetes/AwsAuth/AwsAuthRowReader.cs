using YamlDotNet.Core;

namespace AuditDashboard.Kubernetes.AwsAuth;

/// <summary>Makes rows of what a key holds.</summary>
/// <remarks>
/// The authenticator turns the YAML into JSON, with the members of a row sorted by name, and decodes that with Go's decoder. This does not care for
/// the case of names, so that of <c>RoleARN</c> and <c>rolearn</c> the one that sorts last counts; null leaves a text as it was; and a value of another type
/// is passed over, while everything else still counts.
/// </remarks>
internal sealed class AwsAuthRowReader(string key, int maxTexts)
{
    private int _texts;

    /// <summary>The values that are passed over; the rest counts.</summary>
    public List<AwsAuthFault> Skipped { get; } = [];

    /// <summary>The row of an entry; null where it maps nobody.</summary>
    public AwsAuthRow? Read(AwsAuthNode entry)
    {
        if (key == "mapAccounts")
        {
            return entry is AwsAuthScalar { Kind: not AwsAuthScalarKind.Null } account ? new AwsAuthRow(AwsAuthRowKind.Account, account.Value, null, [])
                : Skip(entry.Start, "An account must be a text");
        }

        if (entry is not AwsAuthMapping mapping)
        {
            return Skip(entry.Start, "A row must be a mapping such as \"rolearn: …\"");
        }

        var isRole = key == "mapRoles";
        var arn = Text(mapping, isRole ? "rolearn" : "userarn");
        return new AwsAuthRow(isRole ? AwsAuthRowKind.Role : AwsAuthRowKind.User, arn ?? "", Text(mapping, "username"), Texts(mapping, "groups"));
    }

    private string? Text(AwsAuthMapping mapping, string name)
    {
        string? text = null;
        foreach (var value in Members(mapping, name))
        {
            switch (value)
            {
                case AwsAuthScalar { Kind: AwsAuthScalarKind.Text } scalar:
                    text = scalar.Value;
                    break;
                case AwsAuthScalar { Kind: AwsAuthScalarKind.Null }:
                    break;
                case AwsAuthScalar other:
                    Skip(other.Start, $"{name} must be a text, and {Shown(other)} is none without quotes");
                    break;
                default:
                    Skip(value.Start, $"{name} must be a text");
                    break;
            }
        }

        return text;
    }

    private List<string> Texts(AwsAuthMapping mapping, string name)
    {
        var texts = new List<string>();
        foreach (var value in Members(mapping, name))
        {
            if (value is AwsAuthSequence list)
            {
                texts = [.. list.Items.Select(Element).OfType<string>()];
            }
            else if (value is AwsAuthScalar { Kind: AwsAuthScalarKind.Null })
            {
                texts = [];
            }
            else
            {
                Skip(value.Start, $"{name} must be a list");
            }
        }

        return texts;
    }

    private string? Element(AwsAuthNode item)
    {
        if (++_texts > maxTexts)
        {
            throw new YamlException(item.Start, item.Start, "The text holds too many values.");
        }

        switch (item)
        {
            case AwsAuthScalar { Kind: AwsAuthScalarKind.Text } text:
                return text.Value;
            case AwsAuthScalar { Kind: AwsAuthScalarKind.Null }:
                return null;
            case AwsAuthScalar other:
                Skip(other.Start, $"A group must be a text, and {Shown(other)} is none without quotes");
                return null;
            default:
                Skip(item.Start, "A group must be a text");
                return null;
        }
    }

    /// <summary>The values of a name in the order in which they are decoded.</summary>
    private static IEnumerable<AwsAuthNode> Members(AwsAuthMapping mapping, string name) =>
        mapping.Members.Where(member => IsNamed(member.Key, name)).OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => member.Value);

    /// <summary>Go's decoder takes the long s and the sign of kelvin for letters, too.</summary>
    private static bool IsNamed(string written, string name) =>
        written.Length == name.Length && string.Equals(written.Replace('\u017f', 's').Replace('\u212a', 'k'), name, StringComparison.OrdinalIgnoreCase);

    private static string Shown(AwsAuthScalar scalar) => scalar.Value.Length > 40 ? scalar.Value[..40] + "…" : scalar.Value;

    private AwsAuthRow? Skip(Mark at, string words)
    {
        if (Skipped.Count < AwsAuthParser.MaxSkipped)
        {
            Skipped.Add(new AwsAuthFault(key, Math.Max(1, at.Line), Math.Max(1, at.Column), words + ".") { IsPartial = true });
        }

        return null;
    }
}
