using System.Globalization;
using AuditDashboard.Commands;
using AuditDashboard.Queries;
using AuditDashboard.Settings;
using AuditDashboard.SignIn;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Activity;
using AuditDashboard.Storage.Events;

namespace AuditDashboard.Api;

/// <summary>Reads the query parameters of one request and collects a sentence for each that is wrong; unknown ones are refused.</summary>
internal sealed class ApiQuery
{
    private readonly IQueryCollection _query;
    private readonly DateTimeOffset _now;
    private readonly Dictionary<string, string[]> _errors = new(StringComparer.Ordinal);

    /// <summary>Checks the names.</summary>
    /// <param name="query">The request's query.</param>
    /// <param name="allowed">The parameters of this endpoint.</param>
    /// <param name="now">What relative times count from.</param>
    public ApiQuery(IQueryCollection query, IReadOnlyList<ApiParameter> allowed, DateTimeOffset now)
    {
        _query = query;
        _now = now;
        foreach (var name in query.Keys)
        {
            var known = allowed.FirstOrDefault(parameter => string.Equals(parameter.Name, name, StringComparison.OrdinalIgnoreCase));
            if (known is null)
            {
                var near = NearName.Find(name, allowed.Select(parameter => parameter.Name));
                Refuse(name, near is null
                    ? $"There is no parameter '{name}' here. Known are {(allowed.Count == 0 ? "none" : string.Join(", ", allowed.Select(parameter => parameter.Name)))}."
                    : $"There is no parameter '{name}' here. Did you mean {near}?");
            }
            else if (query[name].Count > 1 && !known.IsRepeatable)
            {
                Refuse(known.Name, $"{known.Name} stands more than once. Write it once.");
            }
        }
    }

    /// <summary>What is wrong, by parameter.</summary>
    public IReadOnlyDictionary<string, string[]> Errors => _errors;

    /// <summary>Adds a sentence about a parameter.</summary>
    public void Refuse(string parameter, string sentence) =>
        _errors[parameter] = [.. _errors.GetValueOrDefault(parameter) ?? [], sentence];

    /// <summary>A text; null if absent or empty.</summary>
    public string? Text(ApiParameter parameter) => _query[parameter.Name].FirstOrDefault() is { Length: > 0 } text ? text : null;

    /// <summary>The cluster; it must be known, or an empty answer would read as nothing happening.</summary>
    public string? Cluster(IEnumerable<string> known)
    {
        if (Text(ApiParameter.Cluster) is not { } name)
        {
            return null;
        }

        string[] names = [.. known];
        if (!names.Contains(name, StringComparer.Ordinal))
        {
            var list = names.Length == 0 ? "There is none yet." : $"Known are {string.Join(", ", names)}.";
            Refuse(ApiParameter.Cluster.Name, $"There is no cluster '{name}'. {list}");
        }

        return name;
    }

    /// <summary>The canned queries named; none named gives none.</summary>
    public IReadOnlyList<CannedQuery> Queries(QueryCatalog catalog)
    {
        var queries = new List<CannedQuery>();
        foreach (var id in _query[ApiParameter.Query.Name].OfType<string>().Where(id => id.Length > 0))
        {
            if (catalog.TryGet(id, out var query))
            {
                queries.Add(query);
                continue;
            }

            string[] ids = [.. catalog.Queries.Select(known => known.Id)];
            var near = NearName.Find(id, ids) is { } name ? $"Did you mean {name}?" : $"Known are {string.Join(", ", ids)}.";
            Refuse(ApiParameter.Query.Name, $"There is no canned query '{id}'. {near}");
        }

        return queries;
    }

    /// <summary>The window; null where neither bound is given and there is no default.</summary>
    /// <param name="defaultLength">Length of the window where <c>from</c> is absent; null for no bound.</param>
    public TimeWindow? Window(TimeSpan? defaultLength)
    {
        var from = Time(ApiParameter.From);
        var to = Time(ApiParameter.To);
        if (from is null && to is null && defaultLength is null)
        {
            return null;
        }

        var end = to ?? TimeWindow.ToMicrosSinceEpoch(_now);
        var start = from ?? (defaultLength is { } length ? end - (long)length.TotalMicroseconds : TimeWindow.ToMicrosSinceEpoch(DateTimeOffset.MinValue));
        if (end <= start)
        {
            Refuse(ApiParameter.To.Name, "to is not after from. Write a later time into to.");
        }

        return new TimeWindow(start, end);
    }

    /// <summary>An instant in microseconds since 1970; null if absent.</summary>
    public long? Instant(ApiParameter parameter) => Time(parameter);

    /// <summary>A filter on one property; null if the parameter is absent.</summary>
    public FacetFilter? Facet(ApiParameter parameter, EventFacet facet)
    {
        string[] values = [.. _query[parameter.Name].Select(value => value ?? "")];
        return values.Length == 0 ? null : new FacetFilter(facet, values, IsExcluded: false);
    }

    /// <summary>A filter on the response code.</summary>
    public FacetFilter? Code()
    {
        foreach (var code in _query[ApiParameter.Code.Name])
        {
            if (!int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is < 100 or > 599)
            {
                Refuse(ApiParameter.Code.Name, $"code is '{code}'. Write a response code from 100 to 599, such as 403.");
            }
        }

        return Facet(ApiParameter.Code, EventFacet.Code);
    }

    /// <summary>Events a page.</summary>
    public int Limit()
    {
        const int Default = 100;
        if (Text(ApiParameter.Limit) is not { } text)
        {
            return Default;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= 200)
        {
            return limit;
        }

        Refuse(ApiParameter.Limit.Name, $"limit is '{text}'. Write a whole number from 1 to 200.");
        return Default;
    }

    /// <summary>Where the page starts.</summary>
    public EventCursor? Cursor()
    {
        if (Text(ApiParameter.Cursor) is not { } text)
        {
            return null;
        }

        if (EventCursor.TryParse(text, out var cursor))
        {
            return cursor;
        }

        Refuse(ApiParameter.Cursor.Name, $"cursor is '{text}'. Write next of the answer before, or leave it out for the first page.");
        return null;
    }

    /// <summary>A kind of activity; null for all.</summary>
    public ActivityKind? Kind()
    {
        if (Text(ApiParameter.Kind) is not { } text)
        {
            return null;
        }

        if (ActivityWords.Find(text) is { } kind)
        {
            return kind;
        }

        Refuse(ApiParameter.Kind.Name, $"kind is '{text}'. Write one of {string.Join(", ", ActivityWords.Kinds.Select(ActivityWords.KeyOf))}.");
        return null;
    }

    /// <summary>The number that a page of activity stands before; null from the newest on.</summary>
    public long? Before()
    {
        if (Text(ApiParameter.Before) is not { } text)
        {
            return null;
        }

        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var before))
        {
            return before;
        }

        Refuse(ApiParameter.Before.Name, $"before is '{text}'. Write next of the answer before, or leave it out for the first page.");
        return null;
    }

    /// <summary>Width of a bin in minutes, 1 to 1,440.</summary>
    public int WidthMinutes()
    {
        if (Text(ApiParameter.Width) is not { } text)
        {
            return 1;
        }

        if (DurationText.TryParse(text, out var width) && width.Ticks % TimeSpan.TicksPerMinute == 0
            && width >= TimeSpan.FromMinutes(1) && width <= TimeSpan.FromDays(1))
        {
            return (int)width.TotalMinutes;
        }

        Refuse(ApiParameter.Width.Name, $"width is '{text}'. Write whole minutes, hours or days from 1m to 1d, such as 15m.");
        return 1;
    }

    private long? Time(ApiParameter parameter)
    {
        if (Text(parameter) is not { } text)
        {
            return null;
        }

        // A plus in a query that was not encoded arrives as a space: 2026-11-23T13:00:00 01:00.
        if (TimeArgument.TryParse(text, _now, out var micros) || TimeArgument.TryParse(text.Replace(' ', '+'), _now, out micros))
        {
            return micros;
        }

        Refuse(parameter.Name, $"{parameter.Name} is '{text}'. {TimeArgument.Hint}");
        return null;
    }
}
