namespace AuditDashboard.Kubernetes.Explanations;

/// <summary>Changes sorted into those for people and those that are explained, folded by what explains them. Nothing is left out.</summary>
/// <typeparam name="T">What stands for a change.</typeparam>
public sealed class ChangeQueue<T>
{
    private readonly List<(T Change, Verdict.Unexplained Verdict)> _open = [];
    private readonly SortedDictionary<string, List<(T Change, Verdict.Explained Verdict)>> _folds = new(StringComparer.Ordinal);

    /// <summary>Changes that nothing explains, in the order in which they were added.</summary>
    public IReadOnlyList<(T Change, Verdict.Unexplained Verdict)> Open => _open;

    /// <summary>Explained changes by the rule's name; those of most changes first, ties by name.</summary>
    public IReadOnlyList<(string Rule, IReadOnlyList<(T Change, Verdict.Explained Verdict)> Changes)> Folds =>
        [.. _folds.OrderByDescending(fold => fold.Value.Count).Select(fold => (fold.Key, (IReadOnlyList<(T, Verdict.Explained)>)fold.Value))];

    /// <summary>All changes.</summary>
    public int Count => _open.Count + _folds.Values.Sum(fold => fold.Count);

    /// <summary>Puts a change where its verdict says.</summary>
    public void Add(T change, Verdict verdict)
    {
        switch (verdict)
        {
            case Verdict.Explained explained:
                if (!_folds.TryGetValue(explained.Rule, out var fold))
                {
                    _folds.Add(explained.Rule, fold = []);
                }

                fold.Add((change, explained));
                break;
            case Verdict.Unexplained open:
                _open.Add((change, open));
                break;
        }
    }
}
