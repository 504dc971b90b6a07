using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace AuditDashboard.Kubernetes.AwsAuth;

/// <summary>A value in the YAML of <c>aws-auth</c>. An alias is the very node that it names, so what is read twice is built once.</summary>
/// <param name="Start">Where it begins.</param>
internal abstract record AwsAuthNode(Mark Start)
{
    /// <summary>How many values it is with all aliases written out; no more than <see cref="int.MaxValue"/>.</summary>
    public virtual long Weight => 1;

    /// <summary>The weight of a value that holds others.</summary>
    protected static long Sum(IEnumerable<AwsAuthNode> held) => held.Aggregate(1L, (sum, node) => Math.Min(int.MaxValue, sum + node.Weight));
}

/// <summary>A text, number, truth value or null.</summary>
/// <param name="Value">The text; of <c>!!binary</c> what it stands for.</param>
/// <param name="Kind">What YAML 1.1 takes it for, which is what the authenticator reads.</param>
/// <param name="Start">Where it begins.</param>
internal sealed record AwsAuthScalar(string Value, AwsAuthScalarKind Kind, Mark Start) : AwsAuthNode(Start)
{
    private const string BinaryTag = "tag:yaml.org,2002:binary";

    /// <summary>Reads one.</summary>
    public static AwsAuthScalar Of(Scalar scalar)
    {
        if (!scalar.Tag.IsEmpty && scalar.Tag.Value == BinaryTag)
        {
            try
            {
                return new AwsAuthScalar(Encoding.UTF8.GetString(Convert.FromBase64String(scalar.Value)), AwsAuthScalarKind.Text, scalar.Start);
            }
            catch (FormatException)
            {
                throw new YamlException(scalar.Start, scalar.End, "A binary value is not valid base64.");
            }
        }

        var isPlain = scalar is { IsPlainImplicit: true, Style: ScalarStyle.Plain };
        return new AwsAuthScalar(scalar.Value, isPlain ? AwsAuthScalarKinds.Of(scalar.Value) : AwsAuthScalarKind.Text, scalar.Start);
    }
}

/// <summary>A list.</summary>
/// <param name="Items">Its values.</param>
/// <param name="Start">Where it begins.</param>
internal sealed record AwsAuthSequence(IReadOnlyList<AwsAuthNode> Items, Mark Start) : AwsAuthNode(Start)
{
    /// <inheritdoc/>
    public override long Weight { get; } = Sum(Items);
}

/// <summary>A mapping: of a name that stands twice the last value counts.</summary>
/// <param name="Members">Its values by name.</param>
/// <param name="Start">Where it begins.</param>
internal sealed record AwsAuthMapping(IReadOnlyDictionary<string, AwsAuthNode> Members, Mark Start) : AwsAuthNode(Start)
{
    /// <inheritdoc/>
    public override long Weight { get; } = Sum(Members.Values) + Members.Count;
}
