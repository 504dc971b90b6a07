using System.Globalization;

namespace AuditDashboard.Settings;

/// <summary>Reads typed values out of one section and collects a sentence for each that is wrong; what was never asked for is an unknown key.</summary>
internal sealed class SettingsReader
{
    private readonly IConfigurationSection _section;
    private readonly List<string> _problems;
    private readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads a section.</summary>
    /// <param name="section">The section, such as <c>Harvest</c> or <c>Clusters:1</c>.</param>
    /// <param name="problems">Where sentences go.</param>
    public SettingsReader(IConfigurationSection section, List<string> problems)
    {
        _section = section;
        _problems = problems;
        if (!string.IsNullOrEmpty(section.Value) && !section.GetChildren().Any())
        {
            problems.Add($"{section.Path} is '{section.Value}'. Write an object with its settings.");
        }
    }

    /// <summary>The whole key of a member.</summary>
    public string Key(string name) => $"{_section.Path}:{name}";

    /// <summary>True if the member is written at all.</summary>
    public bool Has(string name) => _section.GetSection(name).Exists();

    /// <summary>Adds a problem of a member: its key, then the sentence.</summary>
    public void Refuse(string name, string sentence) => _problems.Add($"{Key(name)} {sentence}");

    /// <summary>Text; what is absent or empty gives the default.</summary>
    public string Text(string name, string fallback) => Read(name) is { Length: > 0 } text ? text : fallback;

    /// <summary>True or false.</summary>
    public bool Boolean(string name, bool fallback)
    {
        if (Read(name) is not { } text)
        {
            return fallback;
        }

        if (bool.TryParse(text, out var value))
        {
            return value;
        }

        Refuse(name, $"is '{text}'. Write true or false.");
        return fallback;
    }

    /// <summary>A whole number within bounds.</summary>
    public long Integer(string name, long fallback, long min, long max)
    {
        if (Read(name) is not { } text)
        {
            return fallback;
        }

        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max)
        {
            return value;
        }

        Refuse(name, string.Create(CultureInfo.InvariantCulture, $"is '{text}'. Write a whole number from {min} to {max}."));
        return fallback;
    }

    /// <summary>A number within bounds, with a decimal point if need be.</summary>
    public double Number(string name, double fallback, double min, double max)
    {
        if (Read(name) is not { } text)
        {
            return fallback;
        }

        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        if (double.TryParse(text, Style, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max)
        {
            return value;
        }

        Refuse(name, string.Create(CultureInfo.InvariantCulture, $"is '{text}'. Write a number from {min} to {max}, with a point for decimals."));
        return fallback;
    }

    /// <summary>A duration within bounds.</summary>
    public TimeSpan Duration(string name, TimeSpan fallback, TimeSpan min, TimeSpan max)
    {
        if (Read(name) is not { } text)
        {
            return fallback;
        }

        if (DurationText.TryParse(text, out var value) && value >= min && value <= max)
        {
            return value;
        }

        Refuse(name, $"is '{text}'. Write a duration from {DurationText.Print(min)} to {DurationText.Print(max)}, such as {DurationText.Print(fallback)}.");
        return fallback;
    }

    /// <summary>A list of texts; one text counts as a list of one.</summary>
    public IReadOnlyList<string> List(string name)
    {
        if (Read(name) is { } single)
        {
            return [single];
        }

        return [.. _section.GetSection(name).GetChildren().Select(item => item.Value ?? "")];
    }

    /// <summary>Names every member that was never asked for, with the name it was probably meant to be.</summary>
    public void RefuseUnknown()
    {
        foreach (var child in _section.GetChildren().Where(child => !_known.Contains(child.Key)))
        {
            var near = NearName.Find(child.Key, _known);
            _problems.Add(near is null
                ? $"{child.Path} is not a setting. Remove it; known here are {string.Join(", ", _known)}."
                : $"{child.Path} is not a setting. Did you mean {Key(near)}?");
        }
    }

    /// <summary>The items of a list section; a section that is a text instead is a problem.</summary>
    public static IReadOnlyList<IConfigurationSection> Items(IConfiguration configuration, string name, List<string> problems)
    {
        var section = configuration.GetSection(name);
        IConfigurationSection[] children = [.. section.GetChildren()];
        if (children.Length == 0 && !string.IsNullOrEmpty(section.Value))
        {
            problems.Add($"{name} is '{section.Value}'. Write a list, such as {name}:0:… in the environment or [ … ] in appsettings.json.");
        }

        foreach (var child in children.Where(child => !int.TryParse(child.Key, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
        {
            problems.Add($"{child.Path} is not an item of a list. Write {name} as a list of objects.");
        }

        return [.. children.Where(child => int.TryParse(child.Key, NumberStyles.None, CultureInfo.InvariantCulture, out _))];
    }

    private string? Read(string name)
    {
        _known.Add(name);
        var section = _section.GetSection(name);
        return string.IsNullOrEmpty(section.Value) ? null : section.Value;
    }
}
