using System.Globalization;
using System.Text.RegularExpressions;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Cases.Submission;

/// <summary>
/// Human numbers such as <c>LZ-2026-000123</c>. A node takes a block of them from the database and hands them out from memory: gaps
/// are possible (a block half used when the program stops), duplicates are not.
/// </summary>
public sealed partial class CaseNumbers(Database database) : IDisposable
{
    private const int BlockSize = 100;

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Dictionary<string, Block> _blocks = new(StringComparer.Ordinal);

    /// <summary>A number that somebody typed, as it was issued: in any case or width, with other dashes or none. What is no number stays as it is.</summary>
    public static string AsIssued(string typed) => Folded().Match(SearchText.Fold(typed)) is { Success: true } parts
        ? $"{parts.Groups["prefix"].Value.ToUpperInvariant()}-{parts.Groups["year"].Value}-{parts.Groups["count"].Value}"
        : typed;

    public async Task<string> NextAsync(string prefix, int year, CancellationToken ct)
    {
        var series = string.Create(CultureInfo.InvariantCulture, $"{prefix}-{year}");
        await _gate.WaitAsync(ct);
        try
        {
            if (!_blocks.TryGetValue(series, out var block) || block.IsEmpty)
                _blocks[series] = block = await TakeAsync(series, ct);
            return string.Create(CultureInfo.InvariantCulture, $"{series}-{block.Take():D6}");
        }
        finally
        {
            _gate.Release();
        }
    }

    private Task<Block> TakeAsync(string series, CancellationToken ct) => database.WriteAsync(
        async scope =>
        {
            await scope.ExecuteAsync($"{scope.Dialect.InsertOrIgnore} number_blocks (prefix, next_number) values (@series, 1)", new { series });
            await scope.ExecuteAsync("update number_blocks set next_number = next_number + @BlockSize where prefix = @series", new { BlockSize, series });
            var end = await scope.FirstOrDefaultAsync<long>("select next_number from number_blocks where prefix = @series", new { series });
            return new Block(end - BlockSize, end);
        },
        ct);

    public void Dispose() => _gate.Dispose();

    [GeneratedRegex("^(?<prefix>[a-z]+)(?<year>[0-9]{4})(?<count>[0-9]{6,})$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Folded();

    private sealed class Block(long next, long end)
    {
        private long _next = next;

        public bool IsEmpty => _next >= end;

        public long Take() => _next++;
    }
}
