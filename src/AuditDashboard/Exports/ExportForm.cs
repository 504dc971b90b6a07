using AuditDashboard.Api;
using AuditDashboard.Settings;
using AuditDashboard.Shared.Urls;

namespace AuditDashboard.Exports;

/// <summary>In which form an export is asked for, and why it is refused.</summary>
internal sealed class ExportForm
{
    private const string FormatKey = "format";
    private const string HeaderKey = "header";

    private readonly PageQuery _query;
    private readonly Dictionary<string, string[]> _errors = new(StringComparer.Ordinal);

    /// <summary>Reads the form out of an export's query.</summary>
    public ExportForm(PageQuery query)
    {
        _query = query;
        Format = ReadFormat();
        HasHeader = ReadHeader();
    }

    /// <summary>What the query of any export may hold.</summary>
    public static IReadOnlyList<ApiParameter> Parameters { get; } =
    [
        new(FormatKey, "csv, json, ndjson, or about: what the export is about, without its rows. Required."),
        new(HeaderKey, "false leaves out the lines about the export, before and after the rows, of csv and ndjson. Default: true."),
        new(UrlVersion.Key, "Version of the address, as shared links carry it: 1. Default: 1."),
    ];

    /// <summary>What the query of a list with cluster and window may hold.</summary>
    public static IReadOnlyList<ApiParameter> Scope { get; } =
    [
        ApiParameter.Cluster,
        new("range", "Length of a window that ends now, such as 24h. Default: 24h."),
        new("from", "First instant of a fixed window: RFC 3339."),
        new("to", "First instant after a fixed window: RFC 3339."),
    ];

    /// <summary>The format; null where it cannot be told.</summary>
    public ExportFormat? Format { get; }

    /// <summary>False leaves out what stands before and after the rows.</summary>
    public bool HasHeader { get; }

    /// <summary>What is wrong, by parameter.</summary>
    public IReadOnlyDictionary<string, string[]> Errors => _errors;

    /// <summary>The answer while as many exports run as may.</summary>
    public static IResult Busy(HttpContext context)
    {
        context.Response.Headers.RetryAfter = "30";
        return TypedResults.Problem($"{ExportGate.Limit} exports are running. Try again when one of them has ended.", statusCode: StatusCodes.Status503ServiceUnavailable);
    }

    /// <summary>Refuses a parameter.</summary>
    public void Refuse(string parameter, string sentence) => _errors[parameter] = [sentence];

    /// <summary>Refuses what the page would tell beside a list that it shows all the same; a file must not.</summary>
    public void RefuseAddress(IReadOnlyCollection<string> problems)
    {
        if (problems.Count > 0)
        {
            _errors["address"] = [.. problems.Select(problem => "The page would say: " + problem)];
        }
    }

    /// <summary>Refuses what of the query nobody took.</summary>
    /// <param name="names">What it may hold beside <see cref="Parameters"/>.</param>
    public void RefuseUnknown(IEnumerable<string> names)
    {
        var known = Parameters.Select(parameter => parameter.Name).Concat(names).ToList();
        foreach (var name in _query.Unknown)
        {
            var near = NearName.Find(name, known);
            Refuse(name, $"There is no parameter '{name}' here.{(near is null ? "" : $" Did you mean {near}?")}");
        }
    }

    /// <summary>The answer to what is not understood.</summary>
    public IResult Refuse() => TypedResults.ValidationProblem(
        _errors, detail: string.Join(' ', _errors.Values.SelectMany(sentences => sentences)), title: "Nothing was exported, since the address is not understood in full.");

    private ExportFormat? ReadFormat()
    {
        if (_query.TakeAll(FormatKey) is [var key] && ExportFormat.All.FirstOrDefault(format => format.Key == key) is { } found)
        {
            return found;
        }

        Refuse(FormatKey, $"format has to stand once and be one of {string.Join(", ", ExportFormat.All.Select(format => format.Key))}.");
        return null;
    }

    private bool ReadHeader()
    {
        switch (_query.TakeAll(HeaderKey))
        {
            case [] or ["true"]:
                return true;
            case ["false"]:
                return false;
            default:
                Refuse(HeaderKey, "header is neither true nor false.");
                return true;
        }
    }
}
