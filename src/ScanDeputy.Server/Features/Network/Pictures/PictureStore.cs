using System.Data.Common;
using Dapper;
using ScanDeputy.Server.Features.Network.Import;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Images;

namespace ScanDeputy.Server.Features.Network.Pictures;

/// <summary>A picture that an office has handed in, with nothing left in it but the picture.</summary>
/// <param name="Topic">Which of the eight haves it shows; empty for none of them.</param>
public sealed record PictureItem(string Id, string Topic, string ContentType, string Sha256, int Width, int Height, DateTimeOffset CreatedAt);

/// <summary>Pictures of deputies and stations: kept cleaned, as residents' photos are, each change with its audit line.</summary>
internal sealed class PictureStore(TimeProvider clock)
{
    public const string OfDeputies = "deputies";
    public const string OfStations = "stations";

    /// <param name="scope">The transaction.</param>
    /// <param name="register">Whose picture it is.</param>
    /// <param name="ownerId">The row of the register.</param>
    public async Task<PictureItem> AddAsync(WriteScope scope, string register, string ownerId, string topic, CleanPhoto photo, CurrentUser by)
    {
        var item = new PictureItem(Ids.New(clock), topic, photo.ContentType, photo.Sha256, photo.Width, photo.Height, clock.GetUtcNow());
        await scope.ExecuteAsync(Insert, new
        {
            item.Id,
            by.Jurisdiction,
            register,
            ownerId,
            item.Topic,
            item.ContentType,
            item.Sha256,
            item.Width,
            item.Height,
            photo.Thumbnail,
            photo.Bytes,
            item.CreatedAt,
            By = by.Id,
        });
        TakeDown(scope, register, ownerId, by, null, item.Id);
        return item;
    }

    /// <returns>False when there is no such picture of this owner.</returns>
    public async Task<bool> RemoveAsync(WriteScope scope, string register, string ownerId, string id, CurrentUser by)
    {
        if (await scope.ExecuteAsync("delete from pictures where id = @id and register = @register and owner_id = @ownerId and jurisdiction = @Jurisdiction", new { id, register, ownerId, by.Jurisdiction }) == 0)
            return false;

        TakeDown(scope, register, ownerId, by, id, null);
        return true;
    }

    public async Task RemoveAllAsync(WriteScope scope, string register, string ownerId, CurrentUser by)
    {
        foreach (var old in await ListAsync(scope.Connection, register, ownerId, scope.Transaction))
            await RemoveAsync(scope, register, ownerId, old.Id, by);
    }

    public static async Task<IReadOnlyList<PictureItem>> ListAsync(DbConnection connection, string register, string ownerId, DbTransaction? transaction = null) =>
        [.. (await connection.QueryAsync<Row>($"{Select} where p.register = @register and p.owner_id = @ownerId order by p.id", new { register, ownerId }, transaction)).Select(row => row.ToItem())];

    private void TakeDown(WriteScope scope, string register, string ownerId, CurrentUser by, string? old, string? made) =>
        new DataChanges(by.Jurisdiction!, by.Id, clock).Write(scope, register, ownerId, [new DataChanges.Column("photo", old, made)]);

    private const string Select = "select p.id, p.topic, p.content_type, p.sha256, p.width, p.height, p.created_at from pictures p";

    private const string Insert = """
        insert into pictures (id, jurisdiction, register, owner_id, topic, content_type, sha256, width, height, thumbnail, bytes, created_at, created_by)
        values (@Id, @Jurisdiction, @register, @ownerId, @Topic, @ContentType, @Sha256, @Width, @Height, @Thumbnail, @Bytes, @CreatedAt, @By)
        """;

    private sealed record Row
    {
        public string Id { get; init; } = "";

        public string Topic { get; init; } = "";

        public string ContentType { get; init; } = "";

        public string Sha256 { get; init; } = "";

        public int Width { get; init; }

        public int Height { get; init; }

        public DateTimeOffset CreatedAt { get; init; }

        public PictureItem ToItem() => new(Id, Topic, ContentType, Sha256, Width, Height, CreatedAt);
    }
}
