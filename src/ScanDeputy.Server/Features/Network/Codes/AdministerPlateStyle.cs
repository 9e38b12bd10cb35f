using Dapper;
using FluentValidation;
using ScanDeputy.Domain;
using ScanDeputy.Server.Features.Network.Import;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Http.Contract;
using ScanDeputy.Server.Platform.Images;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Network.Codes;

/// <summary>The look of a county's plates; until somebody sets it, the usual one.</summary>
public static class AdministerPlateStyle
{
    /// <summary>Twelve of them may stand on a sheet, and a thousand sheets in a file.</summary>
    public const int LargestEmblem = 200 * 1024;

    /// <param name="Colour"><c>#rrggbb</c>, dark enough to be read on white.</param>
    /// <param name="Emblem">A PNG or JPEG of at most 200 KB, as Base64; null for none.</param>
    public sealed record Request(string? Colour, string? Heading, string? Emblem);

    /// <param name="Version">0 while it is the usual one.</param>
    public sealed record Answer(string Colour, string Heading, string? Emblem, int Version);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(request => request.Colour).Must(PlateStyle.IsReadable).WithMessage(_ => ErrorTexts.Detail("field_plate_colour"));
            RuleFor(request => request.Heading).Written("标题", 1, PlateStyle.LongestHeading);
        }
    }

    public static void Map(RouteGroupBuilder admin)
    {
        admin.MapGet("/plate-style", async (CurrentUser user, Handler handler, CancellationToken ct) =>
        {
            var style = await handler.GetAsync(user.Jurisdiction!, ct);
            return new Versioned<Answer>(style, style.Version);
        })
            .WithName("GetPlateStyle").AnswersVersion().Produces<Answer>();
        admin.MapPut("/plate-style", async (Request request, CurrentUser user, WriteContext write, Handler handler, CancellationToken ct) =>
            (await handler.PutAsync(request, user, write, ct)).ToHttp(answer => new Versioned<Answer>(answer, answer.Version)))
            .WithName("PutPlateStyle").ExpectsVersion().AnswersVersion().Produces<Answer>();
    }

    public sealed class Handler(Database database, IdempotentWrites writes, TimeProvider clock)
    {
        public async Task<Answer> GetAsync(string jurisdiction, CancellationToken ct) => ToAnswer(await FindRowAsync(jurisdiction, ct));

        public async Task<PlateStyle> FindAsync(string jurisdiction, CancellationToken ct) =>
            await FindRowAsync(jurisdiction, ct) is { } row
                ? new PlateStyle(row.Colour, row.Heading, row.Emblem is { } bytes ? new PlateEmblem(row.EmblemType!, bytes) : null)
                : PlateStyle.Usual;

        public async Task<Result<Answer>> PutAsync(Request request, CurrentUser user, WriteContext write, CancellationToken ct)
        {
            var emblem = EmblemOf(request.Emblem);
            if (emblem.Refusal is { } refusal)
                return refusal;

            var row = new Row
            {
                Jurisdiction = user.Jurisdiction!,
                Colour = request.Colour!.ToLowerInvariant(),
                Heading = WrittenText.Clean(request.Heading!),
                Emblem = emblem.Value?.Bytes,
                EmblemType = emblem.Value?.ContentType,
            };
            return await writes.RunAsync<Answer>(write, request, scope => PutAsync(scope, row, user, write), ct);
        }

        private async Task<Result<Answer>> PutAsync(WriteScope scope, Row row, CurrentUser user, WriteContext write)
        {
            if (write.ExpectedVersion is { Refusal: { } refusal })
                return refusal;

            var known = await scope.FirstOrDefaultAsync<Row>(Select + scope.Dialect.ForUpdate, new { row.Jurisdiction });
            if ((known?.Version ?? 0) != write.ExpectedVersion.Value)
                return new Refusal(ErrorCodes.VersionStale);

            var next = row with { Version = write.ExpectedVersion.Value + 1 };
            if (await scope.ExecuteAsync(known is null ? scope.Dialect.InsertOrIgnore + Insert : Update, next) == 0)
                return new Refusal(ErrorCodes.VersionStale);

            new DataChanges(row.Jurisdiction, user.Id, clock).Write(
                scope, "plate_styles", row.Jurisdiction,
                [
                    new("colour", known?.Colour, next.Colour), new("heading", known?.Heading, next.Heading), new("emblem_bytes", known?.Emblem?.Length, next.Emblem?.Length),
                ]);
            return ToAnswer(next);
        }

        private Task<Row?> FindRowAsync(string jurisdiction, CancellationToken ct) =>
            database.ReadAsync(connection => connection.QueryFirstOrDefaultAsync<Row?>(Select, new { Jurisdiction = jurisdiction }), ct);
    }

    /// <summary>Cleaned as residents' photos are: whoever prints a plate gets the picture and nothing else.</summary>
    private static Result<PlateEmblem?> EmblemOf(string? written)
    {
        if (string.IsNullOrEmpty(written))
            return Result.Of<PlateEmblem?>(null);

        var bytes = new byte[written.Length];
        if (!Convert.TryFromBase64String(written, bytes, out var length) || length > LargestEmblem || PhotoCleaner.Clean(bytes.AsMemory(0, length)).Photo is not { ContentType: "image/png" or "image/jpeg" } photo)
            return Refusal.OfField("emblem", "field_plate_emblem");
        return new PlateEmblem(photo.ContentType, photo.Bytes);
    }

    private static Answer ToAnswer(Row? row) => row is null
        ? new Answer(PlateStyle.Usual.Colour, PlateStyle.Usual.Heading, null, 0)
        : new Answer(row.Colour, row.Heading, row.Emblem is { } bytes ? Convert.ToBase64String(bytes) : null, row.Version);

    private const string Select = "select jurisdiction, colour, heading, emblem, emblem_type, version from plate_styles where jurisdiction = @Jurisdiction";

    private const string Insert = " plate_styles (jurisdiction, colour, heading, emblem, emblem_type, version) values (@Jurisdiction, @Colour, @Heading, @Emblem, @EmblemType, @Version)";

    private const string Update = "update plate_styles set colour = @Colour, heading = @Heading, emblem = @Emblem, emblem_type = @EmblemType, version = @Version where jurisdiction = @Jurisdiction and version = @Version - 1";

    private sealed record Row
    {
        public string Jurisdiction { get; init; } = "";

        public string Colour { get; init; } = "";

        public string Heading { get; init; } = "";

        public byte[]? Emblem { get; init; }

        public string? EmblemType { get; init; }

        public int Version { get; init; }
    }
}
