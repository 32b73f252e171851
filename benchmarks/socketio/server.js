// The yardstick that stores: what one says is committed, and then goes to all in the room. It checks nothing else.
import { createServer } from "node:http";
import { parseArgs } from "node:util";
import pg from "pg";
import { Server } from "socket.io";

const { values } = parseArgs({ options: { port: { type: "string" }, database: { type: "string" } } });
const database = new pg.Pool({ connectionString: values.database, max: 10 });
await database.query("CREATE TABLE IF NOT EXISTS said (id bigserial PRIMARY KEY, room text, words text)");

const http = createServer((_request, response) => response.end());
const sockets = new Server(http, { transports: ["websocket"] });
sockets.on("connection", (socket) => {
  socket.on("join", (room, answer) => {
    socket.join(room);
    answer();
  });
  socket.on("say", async (room, words) => {
    await database.query({
      name: "say",
      text: "INSERT INTO said (room, words) VALUES ($1, $2)",
      values: [room, words],
    });
    sockets.to(room).emit("said", words);
  });
});
http.listen(Number(values.port), "127.0.0.1");
