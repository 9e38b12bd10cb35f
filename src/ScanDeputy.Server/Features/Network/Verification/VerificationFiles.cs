using System.Text;
using System.Text.RegularExpressions;
using Dapper;
using FluentValidation;
using ScanDeputy.Domain;
using ScanDeputy.Server.Features.Network.Import;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Http.Contract;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Network.Verification;

/// <summary>
/// The small files by which WeChat makes sure that a domain is ours: for plain codes that open the mini-program (in the directory of the rule, <c>/s/</c>)
/// and for pages that it shows (at the root). An administrator hands them in as mp.weixin.qq.com gave them out; they are served to everybody as they are.
/// </summary>
public static partial class VerificationFiles
{
    public const int LongestContent = 200;
    public const int Most = 50;

    public sealed record Request(string? Content);

    /// <param name="Name">With its ending, e.g. <c>q2Yh8kXzZp.txt</c>.</param>
    public sealed record Item(string Name, string Content, DateTimeOffset CreatedAt);

    public sealed record Answer(IReadOnlyList<Item> Items);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(request => request.Content).Must(content => content is not null && Text().IsMatch(content.Trim())).WithMessage(_ => ErrorTexts.Detail("field_verification_content"));
    }

    public static void Map(RouteGroupBuilder admin)
    {
        var files = admin.MapGroup("/verification-files");
        files.MapGet("", async (CurrentUser user, Handler handler, CancellationToken ct) => TypedResults.Ok(new Answer(await handler.ListAsync(user, ct))))
            .WithName("ListVerificationFiles").Produces<Answer>();
        files.MapPut("/{name}", async (string name, Request request, CurrentUser user, WriteContext write, Handler handler, CancellationToken ct) =>
            (await handler.PutAsync(name, request.Content!.Trim(), user, write, ct)).ToHttp())
            .WithName("PutVerificationFile").Refuses(ErrorCodes.Invalid).Produces<Item>();
        files.MapDelete("/{name}", async (string name, CurrentUser user, WriteContext write, Handler handler, CancellationToken ct) =>
            (await handler.DeleteAsync(name, user, write, ct)).ToHttp(_ => TypedResults.NoContent()))
            .WithName("DeleteVerificationFile").Produces(StatusCodes.Status204NoContent);
    }

    /// <summary>Where WeChat looks for them.</summary>
    public static void MapPublic(IEndpointRouteBuilder app)
    {
        foreach (var directory in (string[])["", "/s", "/d"])
        {
            app.MapGet(directory + "/{name}.txt", async (string name, Handler handler, HttpContext context, CancellationToken ct) =>
            {
                context.Response.Headers.CacheControl = "no-cache";
                return await handler.ContentAsync(name + ".txt", ct) is { } content ? Results.Text(content, "text/plain", Encoding.UTF8) : Results.NotFound();
            }).ExcludeFromDescription();
        }
    }

    public sealed class Handler(Database database, IdempotentWrites writes, TimeProvider clock)
    {
        public async Task<IReadOnlyList<Item>> ListAsync(CurrentUser user, CancellationToken ct) => (await database.ReadAsync(
            connection => connection.QueryAsync<Item>(
                "select name, content, created_at from verification_files where jurisdiction = @Jurisdiction order by name", new { user.Jurisdiction }), ct)).AsList();

        internal Task<string?> ContentAsync(string name, CancellationToken ct) => database.ReadAsync(
            connection => connection.QueryFirstOrDefaultAsync<string?>("select content from verification_files where name = @name", new { name }), ct);

        /// <summary>A name belongs to the jurisdiction that handed it in first: WeChat never gives one out twice.</summary>
        public async Task<Result<Item>> PutAsync(string name, string content, CurrentUser user, WriteContext write, CancellationToken ct)
        {
            if (!FileName().IsMatch(name) || name == "robots.txt")
                return Refusal.OfField("name", "field_verification_name");

            return await writes.RunAsync<Item>(write, new { name, content }, scope => PutAsync(scope, name, content, user), ct);
        }

        public Task<Result<bool>> DeleteAsync(string name, CurrentUser user, WriteContext write, CancellationToken ct) => writes.RunAsync<bool>(
            write,
            new { name },
            async scope =>
            {
                if (await FindAsync(scope, name) is not { } known || known.Jurisdiction != user.Jurisdiction)
                    return new Refusal(ErrorCodes.NotFound);

                await scope.ExecuteAsync("delete from verification_files where name = @name", new { name });
                Tell(scope, name, known.Content, null, user);
                return true;
            },
            ct);

        private async Task<Result<Item>> PutAsync(WriteScope scope, string name, string content, CurrentUser user)
        {
            var known = await FindAsync(scope, name);
            if (known is not null && known.Jurisdiction != user.Jurisdiction)
                return Refusal.OfField("name", "field_verification_taken");
            if (known is null && await scope.FirstOrDefaultAsync<long>("select count(*) from verification_files where jurisdiction = @Jurisdiction", new { user.Jurisdiction }) >= Most)
                return Refusal.OfField("name", "field_verification_many");

            var row = new { name, content, user.Jurisdiction, Now = clock.GetUtcNow() };
            await scope.ExecuteAsync(known is null
                ? "insert into verification_files (name, content, jurisdiction, created_at) values (@name, @content, @Jurisdiction, @Now)"
                : "update verification_files set content = @content where name = @name", row);
            Tell(scope, name, known?.Content, content, user);
            return new Item(name, content, known?.CreatedAt ?? row.Now);
        }

        private void Tell(WriteScope scope, string name, string? old, string? @new, CurrentUser user) =>
            new DataChanges(user.Jurisdiction!, user.Id, clock).Write(scope, "verification_files", name, [new DataChanges.Column("content", old, @new)]);

        private static Task<Row?> FindAsync(WriteScope scope, string name) => scope.FirstOrDefaultAsync<Row>(
            "select jurisdiction, content, created_at from verification_files where name = @name" + scope.Dialect.ForUpdate, new { name });
    }

    private sealed record Row
    {
        public string Jurisdiction { get; init; } = "";

        public string Content { get; init; } = "";

        public DateTimeOffset CreatedAt { get; init; }
    }

    [GeneratedRegex("^[A-Za-z0-9_-]{1,60}\\.txt\\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex FileName();

    [GeneratedRegex("^[A-Za-z0-9_.=+/-]{1,200}\\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Text();
}
