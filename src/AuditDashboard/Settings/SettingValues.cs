using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AuditDashboard.Settings;

/// <summary>The settings of one start, as they are kept for the next: what each is written as, and of secrets only what tells whether they are still the same.</summary>
/// <param name="Salt">What secrets are hashed with, base64.</param>
/// <param name="Values">The values by their whole keys, such as <c>Harvest:Cron</c>.</param>
internal sealed record SettingValues(string Salt, IReadOnlyDictionary<string, string> Values)
{
    private const string HashMark = "pbkdf2:";
    private const int Rounds = 100_000;
    private const int LongestShown = 200;

    private static readonly string[] SecretEndings = ["Secret", "Password", "Token"];

    /// <summary>The settings of a configuration: all that is written under the names that are ours.</summary>
    /// <param name="configuration">Where values come from.</param>
    /// <param name="salt">What secrets are hashed with, base64; null for a new one.</param>
    public static SettingValues Of(IConfiguration configuration, string? salt)
    {
        var known = salt ?? Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        var values = new SortedDictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var section in SettingNames.Documented.Select(configuration.GetSection))
        {
            foreach (var (key, value) in section.AsEnumerable().Where(pair => pair.Value is not null))
            {
                values[key] = IsSecret(key) && value!.Length > 0 ? HashMark + Hash(value, known) : value!; // not null: told just before
            }
        }

        return new SettingValues(known, values);
    }

    /// <summary>Reads what an earlier start kept; null where that cannot be read.</summary>
    public static SettingValues? Read(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, SettingValuesJson.Default.SettingValues) is { Salt: not null, Values: not null } read && Convert.TryFromBase64String(read.Salt, new byte[64], out _) ? read : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>As it is kept.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, SettingValuesJson.Default.SettingValues);

    /// <summary>What is other than before: a phrase each, by key.</summary>
    public IEnumerable<string> ChangesSince(SettingValues before)
    {
        var old = new Dictionary<string, string>(before.Values, StringComparer.OrdinalIgnoreCase);
        foreach (var key in old.Keys.Union(Values.Keys, StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase))
        {
            var (was, now) = (old.GetValueOrDefault(key), Values.GetValueOrDefault(key));
            if (was != now)
            {
                yield return $"{key}: {Shown(was)} → {Shown(now)}";
            }
        }
    }

    private static bool IsSecret(string key) => SecretEndings.Any(ending => key.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    private static string Hash(string value, string salt) =>
        Convert.ToBase64String(Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(value), Convert.FromBase64String(salt), Rounds, HashAlgorithmName.SHA256, 32));

    private static string Shown(string? value) => value switch
    {
        null => "not set",
        "" => "empty",
        _ when value.StartsWith(HashMark, StringComparison.Ordinal) => "(a secret)",
        { Length: > LongestShown } => value[..LongestShown] + "…",
        _ => value,
    };
}

/// <summary>How the settings of a start are kept.</summary>
[JsonSerializable(typeof(SettingValues))]
internal sealed partial class SettingValuesJson : JsonSerializerContext;
