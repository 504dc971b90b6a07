namespace AuditDashboard.Kubernetes.Manifests;

/// <summary>What a scalar is.</summary>
public enum ManifestScalarKind
{
    /// <summary>null.</summary>
    Null,

    /// <summary>true or false.</summary>
    Boolean,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A text.</summary>
    Text,
}

/// <summary>A text, number, Boolean or null.</summary>
public sealed class ManifestScalar : ManifestValue
{
    private ManifestScalar(ManifestScalarKind kind, string value)
    {
        Kind = kind;
        Value = value;
    }

    /// <summary>null.</summary>
    public static ManifestScalar Null { get; } = new(ManifestScalarKind.Null, "null");

    /// <summary>What it is.</summary>
    public ManifestScalarKind Kind { get; }

    /// <summary>The text; of other kinds what JSON writes, numbers as they were written.</summary>
    public string Value { get; }

    /// <summary>A text.</summary>
    public static ManifestScalar Text(string value) => new(ManifestScalarKind.Text, value);

    /// <summary>A Boolean.</summary>
    public static ManifestScalar Boolean(bool value) => new(ManifestScalarKind.Boolean, value ? "true" : "false");

    /// <inheritdoc/>
    public override bool Equals(ManifestValue? other) => other is ManifestScalar scalar && Kind == scalar.Kind && Value == scalar.Value;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Value);

    /// <summary>A number; its text must be one of JSON.</summary>
    internal static ManifestScalar Number(string value) => new(ManifestScalarKind.Number, value);
}
