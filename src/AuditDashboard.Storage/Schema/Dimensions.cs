namespace AuditDashboard.Storage.Schema;

/// <summary>A text that many events repeat, kept once. Rows are never changed; they are removed with the last event that has them (see <see cref="Ingest.TextGeneration"/>).</summary>
internal abstract class Dimension
{
    public long Id { get; set; }

    public required string Text { get; set; }
}

/// <summary>User names, impersonated ones too.</summary>
internal sealed class UserNameEntity : Dimension;

/// <summary><c>objectRef.name</c>.</summary>
internal sealed class ObjectNameEntity : Dimension;

/// <summary><c>objectRef.namespace</c>.</summary>
internal sealed class NamespaceEntity : Dimension;

/// <summary>Source addresses: each first one, and each whole list that has more than one, joined by ", ".</summary>
internal sealed class AddressEntity : Dimension;

/// <summary><c>userAgent</c>.</summary>
internal sealed class UserAgentEntity : Dimension;

/// <summary><c>requestURI</c>.</summary>
internal sealed class UriEntity : Dimension;

/// <summary><c>auditID</c>: a number makes counting distinct requests cheap.</summary>
internal sealed class AuditIdEntity : Dimension;

/// <summary>Words of small sets: verbs, stages, API groups, decisions.</summary>
internal sealed class WordEntity : Dimension;

/// <summary>A resource with its subresource; the text is what lists show (<c>pods/exec</c>).</summary>
internal sealed class ResourceEntity
{
    public long Id { get; set; }

    public required string Text { get; set; }

    /// <summary>Empty stands for absent, so that the pair can be unique.</summary>
    public required string Resource { get; set; }

    /// <summary>Empty stands for absent.</summary>
    public required string Subresource { get; set; }
}
