using AuditDashboard.Kubernetes.Rbac;

namespace AuditDashboard.Investigation.Access;

/// <summary>A question about access as people write it, read as the authorizer is asked.</summary>
/// <param name="Question">The question.</param>
/// <param name="Notes">How it was read where that may surprise, in sentences.</param>
public sealed record AskedQuestion(AccessQuestion Question, IReadOnlyList<string> Notes)
{
    /// <summary>Longest word of a question; the names of Kubernetes are shorter.</summary>
    public const int MaxLength = 300;

    /// <summary>In words: <c>get secrets in namespace web</c>.</summary>
    public string Words =>
        Question.NonResourceUrl is { } url ? $"{Question.Verb} {url}"
        : $"{Question.Verb} {Question.CombinedResource}{(Question.ApiGroup.Length == 0 ? "" : $" of {Question.ApiGroup}")}{(Question.Name.Length == 0 ? "" : $" “{Question.Name}”")}"
            + (Question.Namespace.Length > 0 ? $" in namespace {Question.Namespace}" : IsNamespaced ? " in every namespace" : "");

    /// <summary>Whether what it is about lies in namespaces, as far as is known.</summary>
    private bool IsNamespaced => Question.NonResourceUrl is null && KnownResource.Find(Question.Resource, Question.ApiGroup)?.IsNamespaced != false;

    /// <summary>Reads a question.</summary>
    /// <param name="verb">The verb, such as get.</param>
    /// <param name="resource">As kubectl takes it: <c>secrets</c>, <c>pods/exec</c>, <c>deployments.apps/scale</c>; or a URL such as <c>/metrics</c>.</param>
    /// <param name="space">The namespace; null or empty for all at once.</param>
    /// <param name="name">The object's name; null or empty for none.</param>
    /// <param name="asked">The question; null where it cannot be read.</param>
    /// <param name="problem">One sentence where it cannot be read; null otherwise.</param>
    public static bool TryRead(string verb, string resource, string? space, string? name, out AskedQuestion? asked, out string? problem)
    {
        (verb, resource, space, name) = (verb.Trim().ToLowerInvariant(), resource.Trim(), space?.Trim() ?? "", name?.Trim() ?? "");
        asked = null;
        problem = Problem("verb", "get", verb, isNeeded: true) ?? Problem("resource", "secrets", resource, isNeeded: true)
            ?? Problem("namespace", "web", space, isNeeded: false) ?? Problem("name", "db-password", name, isNeeded: false);
        if (problem is null && resource.StartsWith('/') && space.Length + name.Length > 0)
        {
            problem = "A URL lies in no namespace and has no name: leave namespace and name out.";
        }

        if (problem is not null)
        {
            return false;
        }

        asked = resource.StartsWith('/') ? new AskedQuestion(new AccessQuestion { Verb = verb, NonResourceUrl = resource }, []) : OfResource(verb, resource, space, name);
        return true;
    }

    private static AskedQuestion OfResource(string verb, string text, string space, string name)
    {
        // As kubectl writes it: deployments.apps/scale.
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var (path, subresource) = slash < 0 ? (text, "") : (text[..slash], text[(slash + 1)..]);
        var dot = path.IndexOf('.', StringComparison.Ordinal);
        var (word, group) = dot < 0 ? (path, (string?)null) : (path[..dot], path[(dot + 1)..]);
        var known = KnownResource.Find(word, group);
        var notes = new List<string>();
        if (known is null && group is null && word != "*")
        {
            notes.Add($"{word} is no resource of Kubernetes itself, so it is looked for in the core group: write {word}.GROUP for one of another API group.");
        }
        else if (known is not null && (known.Name != word || (group is null && known.ApiGroup.Length > 0)))
        {
            notes.Add($"{path} is read as {known.Words}.");
        }

        if (known is { IsNamespaced: false } && space.Length > 0)
        {
            notes.Add($"{known.Name} lie in no namespace: the namespace is left out.");
            space = "";
        }
        else if (space.Length == 0 && known?.IsNamespaced != false)
        {
            notes.Add("Without a namespace the question is who may do it in every namespace at once; name one to see also who may do it there alone.");
        }

        if (name.Length == 0 && verb is not ("create" or "list" or "watch" or "deletecollection"))
        {
            notes.Add("Rules that are limited to single objects are left out: write a name to see who may do it to that one.");
        }

        return new AskedQuestion(
            new AccessQuestion
            {
                Verb = verb,
                Resource = known?.Name ?? word,
                ApiGroup = known?.ApiGroup ?? group ?? "",
                Subresource = subresource,
                Namespace = space,
                Name = name,
            },
            notes);
    }

    private static string? Problem(string what, string example, string value, bool isNeeded) =>
        isNeeded && value.Length == 0 ? $"The question has no {what}: write one, such as {example}."
        : value.Length > MaxLength ? $"The {what} is longer than {MaxLength} characters."
        : value.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)) ? $"The {what} holds spaces or control characters: write one word, such as {example}."
        : null;
}
