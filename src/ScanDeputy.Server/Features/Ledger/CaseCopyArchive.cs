using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Hashing;
using ScanDeputy.Server.Features.Cases.Reading;
using ScanDeputy.Server.Platform.Documents;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.Ledger;

/// <summary>
/// The ZIP itself: <c>case.html</c> to read, <c>case.json</c> for programs, <c>photos/</c>, <c>ledger.json</c> with what the chain is made of, and
/// <c>verify.py</c>, which recomputes it without us.
/// </summary>
internal sealed class CaseCopyArchive(CaseCopy copy, DateTimeOffset madeAt)
{
    private static readonly JsonSerializerOptions LedgerJson = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    private readonly List<ListedFile> _files = [];

    /// <param name="target">Where it goes; written once, front to back.</param>
    /// <param name="photo">Reads one photo's bytes: there is never more than one in memory.</param>
    /// <param name="ct">Cancels.</param>
    public async Task WriteAsync(Stream target, Func<string, Task<byte[]>> photo, CancellationToken ct)
    {
        await using var output = new AsyncOutput(target);
        await using var archive = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8);
        foreach (var one in copy.Photos)
            await AddAsync(archive, one.Name, await photo(one.Id), CompressionLevel.NoCompression, ct);

        await AddAsync(archive, "case.html", Encoding.UTF8.GetBytes(PrintHtml.WholeFile(CaseCopyPaper.Of(copy, madeAt))), CompressionLevel.Optimal, ct);
        await AddAsync(archive, "case.json", JsonSerializer.SerializeToUtf8Bytes(new Content(copy.View, copy.Events), ApiJson.Options), CompressionLevel.Optimal, ct);
        await AddAsync(archive, "ledger.json", JsonSerializer.SerializeToUtf8Bytes(Ledger(), LedgerJson), CompressionLevel.Optimal, ct);
        await AddAsync(archive, "verify.py", await ScriptAsync(ct), CompressionLevel.Optimal, ct);
    }

    private async Task AddAsync(ZipArchive archive, string name, byte[] bytes, CompressionLevel level, CancellationToken ct)
    {
        var entry = archive.CreateEntry(name, level);
        entry.LastWriteTime = madeAt;
        await using var stream = await entry.OpenAsync(ct);
        await stream.WriteAsync(bytes, ct);
        _files.Add(new ListedFile(name, Convert.ToHexStringLower(SHA256.HashData(bytes))));
    }

    private LedgerFile Ledger() => new(
        "scandeputy-case-file/1", copy.View.Id, copy.View.Number, copy.View.Version, madeAt,
        new Report(copy.File.Row.ReceiptNonce, copy.View.Title, copy.View.Text, [.. copy.Photos.Where(photo => photo.OfReport).Select(photo => photo.Name)]),
        _files,
        [
            .. copy.File.Events.Select(entry => copy.Shows(entry)
                ? new Entry(entry.Sequence, entry.At.ToUnixTimeMilliseconds(), entry.Actor.Id, entry.Actor.Role.ToString(), entry.Data, entry.PreviousHash, entry.Hash, NameOf(entry), null)
                : new Entry(entry.Sequence, null, null, null, null, entry.PreviousHash, entry.Hash, NameOf(entry), true)),
        ]);

    /// <summary>Null for the hash of before there was another.</summary>
    private static string? NameOf(CaseEvent entry) => entry.HashedBy == LedgerHash.Sha256 ? null : LedgerHashes.NameOf(entry.HashedBy);

    private static async Task<byte[]> ScriptAsync(CancellationToken ct)
    {
        using var buffer = new MemoryStream();
        await using var script = Assembly.GetExecutingAssembly().GetManifestResourceStream("verify.py")!;
        await script.CopyToAsync(buffer, ct);
        return buffer.ToArray();
    }

    private sealed record Content(CaseView Case, IReadOnlyList<ListCaseEvents.EventView> Events);

    private sealed record LedgerFile(
        string Format, string CaseId, string Number, int Version, DateTimeOffset MadeAt, Report Report, IReadOnlyList<ListedFile> Files, IReadOnlyList<Entry> Events);

    private sealed record Report(string Nonce, string Title, string Text, IReadOnlyList<string> Photos);

    private sealed record ListedFile(string Name, string Sha256);

    private sealed record Entry(
        int Sequence, long? At, string? ActorId, string? ActorRole, string? Data, string PreviousHash, string Hash, string? HashedBy, bool? Withheld);
}
