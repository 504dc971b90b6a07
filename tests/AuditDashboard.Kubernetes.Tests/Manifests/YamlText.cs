using System.Text.RegularExpressions;
using AuditDashboard.Kubernetes.Manifests;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace AuditDashboard.Kubernetes.Tests.Manifests;

/// <summary>Reads YAML as kubectl does: bare words are what YAML 1.1 makes of them, everything in quotes or in a block is text.</summary>
internal static partial class YamlText
{
    public static ManifestValue Read(string text)
    {
        using var reader = new StringReader(text);
        var stream = new YamlStream();
        stream.Load(reader);
        return Of(Assert.Single(stream.Documents).RootNode);
    }

    private static ManifestValue Of(YamlNode node) => node switch
    {
        YamlMappingNode map => ManifestObject.Of(map.Children.Select(c => new KeyValuePair<string, ManifestValue>(KeyOf((YamlScalarNode)c.Key), Of(c.Value)))),
        YamlSequenceNode list => new ManifestList([.. list.Children.Select(Of)]),
        YamlScalarNode { Style: ScalarStyle.Plain, Value: var word } when word is null or "" or "~" || NullWord().IsMatch(word) => ManifestScalar.Null,
        YamlScalarNode { Style: ScalarStyle.Plain, Value: var word } when BooleanWord().IsMatch(word!) => ManifestScalar.Boolean(word!.ToLowerInvariant() is "true" or "yes" or "on" or "y"),
        YamlScalarNode { Style: ScalarStyle.Plain, Value: var word } when NumberWord().IsMatch(word!) => ManifestValue.Parse(System.Text.Encoding.UTF8.GetBytes(word!))!,
        YamlScalarNode scalar => ManifestScalar.Text(scalar.Value!),
        _ => throw new InvalidOperationException(node.GetType().Name),
    };

    private static string KeyOf(YamlScalarNode key)
    {
        Assert.False(key.Style == ScalarStyle.Plain && (NullWord().IsMatch(key.Value!) || BooleanWord().IsMatch(key.Value!) || NumberWord().IsMatch(key.Value!)), $"the name {key.Value} is no text");
        return key.Value!;
    }

    [GeneratedRegex("^(null|~)$", RegexOptions.IgnoreCase)]
    private static partial Regex NullWord();

    [GeneratedRegex("^(y|yes|n|no|true|false|on|off)$", RegexOptions.IgnoreCase)]
    private static partial Regex BooleanWord();

    [GeneratedRegex(@"^[-+]?(\.?[0-9][0-9_.:eE+-]*|0x[0-9a-f_]+|0o[0-7]+|\.inf|\.nan)$", RegexOptions.IgnoreCase)]
    private static partial Regex NumberWord();
}
